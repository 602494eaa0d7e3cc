import { refusedReports } from '../refused-reports.js';
import type { Rule } from '../rule.js';

export const modelNotFetched: Rule = {
  id: 'model-not-fetched',
  title: 'A model that lives outside of the repository could not be fetched',
  severity: 'warning',
  check: (facts) => refusedReports(facts, ['unfetched']),
};
