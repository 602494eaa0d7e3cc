import { refusedReports } from '../refused-reports.js';
import type { Rule } from '../rule.js';

export const symlinkEscape: Rule = {
  id: 'symlink-escape',
  title: 'A symbolic link leaves the repository',
  severity: 'warning',
  check: (facts) => refusedReports(facts, ['symlink']),
};
