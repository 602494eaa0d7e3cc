import { modelReports } from '../model-reports.js';
import type { Rule } from '../rule.js';

const ADVICE: ReadonlyMap<string, string> = new Map([
  ['encrypted', 'Store the model without a password: an archive must be readable without secrets.'],
  [
    'unsupported',
    'It is archived byte by byte. Put an open copy (ONNX, safetensors, PMML) beside it, so that its content can be checked and read later.',
  ],
  ['resource-limit', 'Check that the file is what it should be. If it is, raise the named limit.'],
]);

export const unreadModel: Rule = {
  id: 'unread-model',
  title: 'A model file could not be read completely, so nothing is said about the rest',
  severity: 'warning',
  check: (facts) =>
    modelReports(
      facts,
      'unread-model',
      ({ kind }) => ADVICE.get(kind) ?? 'Make the file readable and run modelbag again.',
    ),
};
