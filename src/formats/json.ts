import { append } from '../bytes/append.js';
import { isObject, type Json, readJson } from '../containers/json-document.js';
import { begin, certain, type Format, type FormatFacts, NO } from './format.js';
import { addTemplatesOf } from './hf-directory.js';
import { beginsLikeJson } from './json-glimpse.js';
import { walkKerasConfig } from './keras-config.js';
import { addRemoteCode } from './own-programs.js';

export const JSON_FACTS: FormatFacts = {
  disclosure: 'standard',
  steward: 'IETF',
  specification: 'https://www.rfc-editor.org/rfc/rfc8259',
  encoding: 'text',
  holds: 'anything',
  independent: true,
  worstLoading: 'data-only',
  mediaType: 'application/json',
  puid: 'fmt/817',
};

/** Keys by which servers say that they could not give the file. */
const ERROR_KEYS = [
  'error',
  'errors',
  'message',
  'detail',
  'code',
  'status',
  'statusCode',
  'documentation_url',
  'request_id',
];

/** JSON that no other format explains. */
export const json: Format = {
  id: 'json',
  name: 'JSON',
  extensions: ['.json'],
  family: 'other',
  container: 'json',
  signature: 'a JSON object or array',
  facts: { ...JSON_FACTS, isModel: false },
  recognize: (glimpse) => (beginsLikeJson(glimpse) ? certain('begins like a JSON document') : NO),

  async inspect(model, limits) {
    const { source } = model;
    const contents = begin(model, 'data-only');
    const repeated: string[] = [];
    const document = await readJson(source, limits, { nonFinite: true, onDuplicate: (key) => repeated.push(key) });
    for (const key of new Set(repeated))
      contents.observations.push({
        kind: 'malformed',
        code: 'duplicate-key',
        message: `expected unique keys, found "${key}" twice`,
        name: key,
      });
    if (isKerasArchitecture(document)) {
      const walked = walkKerasConfig(document, 'config');
      append(contents.observations, walked.observations);
      if (walked.needsCode) contents.loading = 'code';
    }
    if (isObject(document)) {
      addTemplatesOf(document, '', contents);
      await addRemoteCode(document, 'auto_map', model, contents);
    }
    if (isErrorMessage(document)) {
      contents.observations.push({
        kind: 'unread',
        code: 'not-a-model-page',
        message: 'expected a model, found the error message of a server',
      });
    }
    return contents;
  },
};

/** What `model.to_json()` writes and `model_from_json` builds. */
const isKerasArchitecture = (document: Json): boolean =>
  isObject(document) && typeof document['class_name'] === 'string' && 'config' in document;

function isErrorMessage(document: Json): boolean {
  if (!isObject(document)) return false;
  const keys = Object.keys(document);
  return (
    keys.length > 0 &&
    keys.every((key) => ERROR_KEYS.includes(key)) &&
    keys.some((key) => ['error', 'errors', 'message', 'detail'].includes(key))
  );
}
