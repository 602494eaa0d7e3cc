import { FormatError } from '../bytes/format-error.js';
import type { Limits } from '../bytes/limits.js';
import { isObject, type Json, type JsonObject, readJson } from '../containers/json-document.js';
import { certain, emptyContents, type Format, type ModelInput, NO, type TensorInfo } from './format.js';
import { JSON_FACTS } from './json.js';
import { headKeys } from './json-glimpse.js';
import { inMemory, numbersOf, shapeOf } from './numeric-array.js';

/** Keys that mean parameters of a model when numbers follow. */
const WEIGHTS =
  /"(?:weights?|bias(?:es)?|kernel|coef(?:s|_|ficients?)?|intercepts?_?|betas?|theta)"\s*:\s*(?:\[[\s[]*-?[0-9]|-?[0-9])/;

export const jsonWeights: Format = {
  id: 'json-weights',
  name: 'weights or coefficients in JSON',
  extensions: ['.json'],
  facts: { ...JSON_FACTS, holds: 'weights' },
  specializes: 'json',
  recognize: (glimpse) =>
    headKeys(glimpse) && WEIGHTS.test(Buffer.from(glimpse.head).toString('utf8'))
      ? certain('JSON with numbers under the name of weights')
      : NO,

  async inspect(model, limits) {
    const document = await readDocument(model, limits);
    const contents = emptyContents('data-only');
    for (const { info } of arraysOf(document, limits)) contents.tensors.push(info);
    for (const [key, value] of Object.entries(document)) {
      if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
        contents.facts.push({ key, value, where: `#${key}` });
    }
    contents.storedBytes = contents.tensors.reduce((sum, { byteLength }) => sum + byteLength, 0);
    return contents;
  },

  async *tensors(model, limits) {
    for (const { info, value } of arraysOf(await readDocument(model, limits), limits))
      yield { info, values: inMemory(() => numbersOf(value)) };
  },
};

async function readDocument({ source }: ModelInput, limits: Limits): Promise<JsonObject> {
  const document = await readJson(source, limits, { nonFinite: true });
  if (!isObject(document)) throw new FormatError('invalid-structure', 'expected a JSON object, found another value', 0);
  return document;
}

/** Every rectangular array of numbers, named by its path. */
function arraysOf(document: JsonObject, limits: Limits): { info: TensorInfo; value: Json }[] {
  const found: { info: TensorInfo; value: Json }[] = [];
  const visit = (path: string, value: Json) => {
    const shape = Array.isArray(value) && value.length > 0 ? shapeOf(value) : null;
    if (shape) {
      if (found.length >= limits.tensors)
        throw new FormatError('resource-limit', `expected at most ${limits.tensors} arrays, found more`);
      const byteLength = shape.reduce((product, size) => product * size, 8);
      found.push({ value, info: { name: path, dtype: 'float64', shape, byteLength } });
    } else if (Array.isArray(value)) {
      for (const [i, element] of value.entries()) visit(`${path}.${i}`, element);
    } else if (isObject(value))
      for (const [key, element] of Object.entries(value)) visit(path === '' ? key : `${path}.${key}`, element);
    else if (typeof value === 'number' && WEIGHTS.test(`"${path.slice(path.lastIndexOf('.') + 1)}":0`)) {
      found.push({ value, info: { name: path, dtype: 'float64', shape: [], byteLength: 8 } });
    }
  };
  visit('', document);
  return found;
}
