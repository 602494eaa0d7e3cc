import { embeddedCure } from '../embedded-cure.js';
import { embeddedData } from '../embedded-data.js';
import type { Rule } from '../rule.js';

export const embeddedTrainingData: Rule = {
  id: 'embedded-training-data',
  title: 'A model carries rows of its training data, and nobody decided whether they may be published',
  severity: 'error',
  guideline: 'S4',
  *check(facts) {
    if (facts.config.embeddedData !== undefined) return;
    for (const inspection of facts.inspections) {
      const found = embeddedData(inspection);
      if (!found) continue;
      yield {
        path: inspection.path,
        confidence: found.confidence,
        message: `The model holds ${found.what}. Whoever gets the archive gets these rows.`,
        advice:
          `Decide once in \`.github/modelbag.yml\`: \`embedded-data: accept\` publishes them, \`embedded-data: exclude\` leaves the model out. ${embeddedCure(inspection, facts.evidence)}`.trim(),
      };
    }
  },
};
