import { capital } from '../model-reports.js';
import { sentence } from '../quote.js';
import type { Rule } from '../rule.js';
import { placeOf, seedAdvice, tellingRuns, unsettledSeed } from '../training.js';

export const seedMissing: Rule = {
  id: 'seed-missing',
  title: 'Training draws random numbers without a seed',
  severity: 'warning',
  guideline: 'S3',
  *check(facts) {
    for (const training of tellingRuns(facts.evidence)) {
      if (training.seeded !== 'no' || unsettledSeed(facts, training)) continue;
      yield {
        path: placeOf(training),
        message: `${training.why === '' ? 'Nothing seeds the training' : capital(sentence(training.why))}. Running the script again gives another model.`,
        advice: `Set ${seedAdvice(training.missing)} at the start of the script.`,
      };
    }
  },
};
