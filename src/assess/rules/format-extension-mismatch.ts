import { modelReports } from '../model-reports.js';
import type { Rule } from '../rule.js';

export const formatExtensionMismatch: Rule = {
  id: 'format-extension-mismatch',
  title: 'The name of a model file promises another format than the content has',
  severity: 'warning',
  check: (facts) =>
    modelReports(
      facts,
      'format-extension-mismatch',
      () => 'Rename the file after its content, and adapt the lines that load it.',
    ),
};
