import { refusedReports } from '../refused-reports.js';
import type { Rule } from '../rule.js';

export const secretInRepository: Rule = {
  id: 'secret-in-repository',
  title: 'A key, token or credential file lies in the repository',
  severity: 'error',
  check: (facts) => refusedReports(facts, ['secret']),
};
