import { list } from '../quote.js';
import type { Rule } from '../rule.js';

export const staleExport: Rule = {
  id: 'stale-export',
  title: 'An open copy holds other values than the model it stands beside',
  severity: 'warning',
  guideline: 'S2',
  *check(facts) {
    for (const { native, open, stale } of facts.sets) {
      if (!stale) continue;
      yield {
        path: open[0] ?? native,
        message: `${list(open)} ${open.length > 1 ? 'have' : 'has'} the tensors of ${list([native])}, but other values: the weights changed after the export.`,
        advice: 'Export again from the current weights.',
      };
    }
  },
};
