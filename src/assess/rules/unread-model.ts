import { modelReports } from '../model-reports.js';
import type { Rule } from '../rule.js';

const ADVICE: ReadonlyMap<string, string> = new Map([
  ['encrypted', 'Store the model without a password: an archive must be readable without secrets.'],
  [
    'unsupported',
    'It is archived byte by byte. Put an open copy (ONNX, safetensors, PMML) beside it, so that its content can be checked and read later.',
  ],
  ['EACCES', 'Make the file readable and run modelbag again.'],
  ['resource-limit', 'Check that the file is what it should be. If it is, raise the named limit.'],
]);

const OTHERWISE = 'It is archived byte by byte; what this part means may be lost. Keep an open copy beside it.';

export const unreadModel: Rule = {
  id: 'unread-model',
  title: 'A model file could not be read completely, so nothing is said about the rest',
  severity: 'warning',
  check: (facts) => {
    // A file that collecting refused is told there, with its cure.
    const refused = new Set(facts.refused.map(({ path }) => path));
    const kept = { ...facts, models: facts.models.filter(({ path }) => !refused.has(path)) };
    return modelReports(kept, 'unread-model', ({ kind }) => ADVICE.get(kind) ?? OTHERWISE);
  },
};
