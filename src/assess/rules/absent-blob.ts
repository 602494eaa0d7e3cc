import { refusedReports } from '../refused-reports.js';
import type { Rule } from '../rule.js';

export const absentBlob: Rule = {
  id: 'absent-blob',
  title: 'A file is listed, but its content is not here',
  severity: 'warning',
  check: (facts) => refusedReports(facts, ['absent']),
};
