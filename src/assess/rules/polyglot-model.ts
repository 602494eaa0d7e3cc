import { modelReports } from '../model-reports.js';
import type { Rule } from '../rule.js';

export const polyglotModel: Rule = {
  id: 'polyglot-model',
  title: 'A model file is two formats at once, and programs will disagree about what it holds',
  severity: 'warning',
  check: (facts) =>
    modelReports(
      facts,
      'polyglot-model',
      () => 'Save the model again with its own framework, and find out who joined the two.',
    ),
};
