import { list } from '../quote.js';
import type { Rule } from '../rule.js';

export const trainingDataUncited: Rule = {
  id: 'training-data-uncited',
  title: 'Nothing says exactly which data the model was trained on',
  severity: 'warning',
  guideline: 'S4',
  *check({ models, evidence }) {
    const sources = evidence.dataSources;
    if (models.length === 0 || sources.some(({ kind, packed }) => packed || kind !== 'local')) return;
    const local = [...new Set(sources.map(({ value }) => value))];
    yield {
      path: sources[0]?.path ?? '.',
      ...(sources[0] && { line: sources[0].line }),
      message:
        local.length > 0
          ? `Training reads ${list(local)}, which is neither in the repository nor cited.`
          : 'No training data and no citation of it was found.',
      advice:
        'Commit the data if it is small and may be shared; else cite it by DOI or by name and revision in the model card (`datasets:`).',
    };
  },
};
