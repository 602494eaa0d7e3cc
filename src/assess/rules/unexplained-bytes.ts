import { modelReports } from '../model-reports.js';
import type { Rule } from '../rule.js';

export const unexplainedBytes: Rule = {
  id: 'unexplained-bytes',
  title: 'A model file holds bytes that its format does not explain',
  severity: 'note',
  check: (facts) =>
    modelReports(
      facts,
      'unexplained-bytes',
      () => 'Save the model again with its own framework; bytes that nothing needs disappear.',
    ),
};
