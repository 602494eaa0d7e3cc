import { list } from '../quote.js';
import type { Rule } from '../rule.js';
import { placeOf, seedAdvice, tellingRuns } from '../training.js';

export const seedPartial: Rule = {
  id: 'seed-partial',
  title: 'Training seeds some of the libraries that draw random numbers',
  severity: 'note',
  guideline: 'S3',
  *check(facts) {
    for (const training of tellingRuns(facts.evidence)) {
      if (training.seeded !== 'partly') continue;
      yield {
        path: placeOf(training),
        message:
          training.missing.length > 0
            ? `Seeded, but not ${list(training.missing)}.`
            : 'Seeded only in part of the run.',
        advice: `Add ${seedAdvice(training.missing)}.`,
      };
    }
  },
};
