import { modelReports } from '../model-reports.js';
import type { Rule } from '../rule.js';

const ADVICE: ReadonlyMap<string, string> = new Map([
  ['truncated', 'The file ends too early: upload or save it again, and compare sizes.'],
  ['missing-file', 'Add the missing file, or save the model as one file.'],
  ['empty-file', 'Replace the placeholder with the model, or delete it.'],
]);

export const brokenModel: Rule = {
  id: 'broken-model',
  title: 'A model file is damaged, incomplete or contradicts its own format',
  severity: 'warning',
  check: (facts) =>
    modelReports(
      facts,
      'broken-model',
      ({ kind }) => ADVICE.get(kind) ?? 'Save the model again and replace this file.',
    ),
};
