import { judgeGlobal } from '../callables.js';
import { list } from '../quote.js';
import type { Rule } from '../rule.js';

export const stateDictPreferred: Rule = {
  id: 'state-dict-preferred',
  title: 'A checkpoint holds objects beside the weights, which `weights_only` refuses to load',
  severity: 'warning',
  guideline: 'S9',
  *check(facts) {
    for (const { path, safety, loading } of facts.models) {
      if (safety.weightsOnlyLoadable !== false || loading !== 'code' || safety.verdict === 'dangerous') continue;
      const classes = safety.globals.filter((name) => judgeGlobal(name) !== 'safe');
      yield {
        path,
        message: `\`torch.load(…, weights_only=True)\` refuses this file${classes.length > 0 ? `: it needs ${list(classes)}` : ''}. It will load only beside the same code and library versions.`,
        advice: 'Save `model.state_dict()` instead of the model, and keep the model code in the repository.',
      };
    }
  },
};
