import { refusedReports } from '../refused-reports.js';
import type { Rule } from '../rule.js';

export const leftOut: Rule = {
  id: 'left-out',
  title: 'A file will not be in the archive',
  severity: 'note',
  check: (facts) => refusedReports(facts, ['submodule', 'too-large', 'unreadable']),
};
