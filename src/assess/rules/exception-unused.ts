import { quote } from '../quote.js';
import type { Rule } from '../rule.js';

/** Where a repository keeps its configuration. */
const CONFIGURATION = '.github/modelbag.yml';

export const exceptionUnused: Rule = {
  id: 'exception-unused',
  title: 'A reviewed exception has expired, or fits no finding any more',
  severity: 'warning',
  *check({ exceptions }) {
    for (const { exception, state } of exceptions) {
      const { rule, sha256, expires } = exception;
      if (state === 'used') continue;
      const what = `The exception of ${quote(rule)} for the file ${sha256.slice(0, 12)}…`;
      yield state === 'expired'
        ? {
            path: CONFIGURATION,
            kind: 'exception-expired',
            message: `${what} held until ${expires}; its finding counts again.`,
            advice: 'Look at the file again, then set a new day under `allow`, or remove the file or the exception.',
          }
        : {
            path: CONFIGURATION,
            kind: 'exception-unmatched',
            message: `${what} fits no finding: the file changed, is gone, or is not reported any more.`,
            advice: 'Remove it from `allow`, or look at the new file and give its SHA-256.',
          };
    }
  },
};
