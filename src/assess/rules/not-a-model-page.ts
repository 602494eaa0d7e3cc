import { modelReports } from '../model-reports.js';
import type { Rule } from '../rule.js';

export const notAModelPage: Rule = {
  id: 'not-a-model-page',
  title: 'A web page or an error message was saved in place of a model',
  severity: 'warning',
  check: (facts) =>
    modelReports(
      facts,
      'not-a-model-page',
      () => 'Download the model again with `curl --fail --location`, and compare its digest.',
    ),
};
