import type { Rule } from '../rule.js';

export const modelWithoutScript: Rule = {
  id: 'model-without-script',
  title: 'No script in the repository is known to write this model',
  severity: 'note',
  guideline: 'S3',
  *check({ models, sets, evidence }) {
    if (!evidence.scripts.some(({ role }) => role === 'train')) return; // training-script-missing says so already
    const dangerous = new Set(models.filter(({ safety }) => safety.verdict === 'dangerous').map(({ path }) => path));
    const written = new Set(evidence.scripts.flatMap(({ writes }) => writes.map(({ model }) => model)));
    for (const { native, open, checkpoints = [] } of sets) {
      if (dangerous.has(native)) continue;
      if ([native, ...open, ...checkpoints.map(({ path }) => path)].some((path) => written.has(path))) continue;
      yield {
        path: native,
        confidence: 'medium',
        message: 'No training script found here writes this file.',
        advice: 'Commit the script that made it, or say in the model card where the model comes from.',
      };
    }
  },
};
