import type { Rule } from '../rule.js';

/** Libraries that train step by step, so that there is something in between to keep. */
const ITERATIVE = new Set(['torch', 'tensorflow', 'keras', 'jax', 'flax', 'lightning', 'transformers']);

export const checkpointsSingle: Rule = {
  id: 'checkpoints-single',
  title: 'Only one state of the training was kept',
  severity: 'note',
  guideline: 'S1',
  *check({ models, sets }) {
    const [only, ...others] = sets;
    if (!only || others.length > 0 || only.checkpoints) return;
    const model = models.find(({ path }) => path === only.native);
    if (!model?.needs.some((need) => ITERATIVE.has(need.package))) return;
    yield {
      path: model.path,
      message: 'There is one checkpoint: how the training went cannot be followed later.',
      advice:
        'Keep a few intermediate checkpoints as well, in the repository or as release assets named under `models`.',
    };
  },
};
