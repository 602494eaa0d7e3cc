import { modelReports } from '../model-reports.js';
import type { Rule } from '../rule.js';

export const externalReference: Rule = {
  id: 'external-reference',
  title: 'A model file takes part of its content from another file',
  severity: 'warning',
  check: (facts) =>
    modelReports(
      facts,
      'external-reference',
      () => 'Save the model with all values inside, so that the file is complete by itself.',
    ),
};
