import { capital } from '../model-reports.js';
import { sentence } from '../quote.js';
import type { Rule } from '../rule.js';

export const unreadEvidence: Rule = {
  id: 'unread-evidence',
  title: 'A script, notebook or settings file could not be read, so what it says is not known',
  severity: 'note',
  *check({ evidence }) {
    for (const { path, reason } of evidence.unread)
      yield {
        path,
        message: `${capital(sentence(reason))}.`,
        advice: 'Repair the file; what it says about seeds, data and models then counts.',
      };
  },
};
