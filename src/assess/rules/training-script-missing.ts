import { count } from '../quote.js';
import type { Rule } from '../rule.js';

export const trainingScriptMissing: Rule = {
  id: 'training-script-missing',
  title: 'There are models, but no script that trains one',
  severity: 'warning',
  guideline: 'S3',
  *check({ models, evidence }) {
    if (models.length === 0 || evidence.scripts.some(({ role }) => role === 'train')) return;
    yield {
      path: '.',
      message: `No script or notebook here trains the ${models.length === 1 ? 'model' : count(models.length, 'model')}.`,
      advice:
        'Commit the training script or notebook, or name it under `scripts` in `.github/modelbag.yml`; if it lives elsewhere, say where in the model card.',
    };
  },
};
