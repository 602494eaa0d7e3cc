import { modelReports } from '../model-reports.js';
import type { Rule } from '../rule.js';

export const dangerousModel: Rule = {
  id: 'dangerous-model',
  title: 'A model file would run harmful code or reach outside of itself when it is loaded',
  severity: 'error',
  check: (facts) =>
    modelReports(
      facts,
      'dangerous-model',
      () =>
        'Do not load this file. Save the weights again from a source you trust, as safetensors or a plain state dict, and delete this one.',
    ),
};
