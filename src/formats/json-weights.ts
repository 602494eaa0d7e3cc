import { FormatError } from '../bytes/format-error.js';
import type { Limits } from '../bytes/limits.js';
import { isObject, type Json, type JsonObject, readJson } from '../containers/json-document.js';
import { begin, certain, type Format, type ModelInput, NO, type TensorInfo } from './format.js';
import { utf8Head } from './head-text.js';
import { JSON_FACTS } from './json.js';
import { headKeys } from './json-glimpse.js';
import { areWidened, inMemory, numbersOf } from './numeric-array.js';

/** Keys that mean parameters of a model when numbers follow. */
const WEIGHTS =
  /"(?:[^"\\]{0,200}[./])?(?:weights?|bias(?:es)?|kernel|coef(?:s|_|ficients?)?|intercepts?_?|betas?|theta)"\s*:\s*(?:\[[\s[]*-?[0-9]|-?[0-9])/;

export const jsonWeights: Format = {
  id: 'json-weights',
  name: 'weights or coefficients in JSON',
  extensions: ['.json'],
  family: 'arrays',
  container: 'json',
  signature: 'JSON of nested lists of numbers by name',
  facts: { ...JSON_FACTS, holds: 'weights' },
  specializes: 'json',
  recognize: (glimpse) =>
    headKeys(glimpse) && WEIGHTS.test(utf8Head(glimpse.head))
      ? certain('JSON with numbers under the name of weights')
      : NO,

  async inspect(model, limits) {
    const document = await readDocument(model, limits);
    const contents = begin(model, 'data-only');
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
      yield { info, values: inMemory(() => numbersOf(value, info.dtype === 'float32' ? 4 : 8)) };
  },
};

async function readDocument({ source }: ModelInput, limits: Limits): Promise<JsonObject> {
  const document = await readJson(source, limits, { nonFinite: true });
  if (!isObject(document)) throw new FormatError('invalid-structure', 'expected a JSON object, found another value', 0);
  return document;
}

/** Every rectangular array of numbers, named by its path. */
function arraysOf(document: JsonObject, limits: Limits): { info: TensorInfo; value: Json }[] {
  const found: { path: string; shape: number[]; value: Json }[] = [];
  const add = (path: string, shape: number[], value: Json) => {
    if (found.length >= limits.tensors)
      throw new FormatError('resource-limit', `expected at most ${limits.tensors} arrays, found more`);
    found.push({ path, shape, value });
  };
  // A value is visited once: its shape where it is rectangular, else what is rectangular inside of it is added.
  const visit = (path: string, value: Json): number[] | null => {
    if (typeof value === 'number') return [];
    const entries = Array.isArray(value) ? value.entries() : isObject(value) ? Object.entries(value) : [];
    const below = (key: string | number) => (path === '' ? String(key) : `${path}.${key}`);
    const flat = Array.isArray(value) && value.length > 0 && value.every((element) => typeof element === 'number');
    if (flat) return [value.length];
    const inner = [...entries].map(([key, element]) => ({ key, element, shape: visit(below(key), element) }));
    const shape = Array.isArray(value) ? commonShape(inner.map((part) => part.shape)) : null;
    if (shape) return [inner.length, ...shape];
    for (const part of inner) {
      const isNumber = part.shape?.length === 0;
      if (part.shape && (!isNumber || isWeight(String(part.key)))) add(below(part.key), part.shape, part.element);
    }
    return null;
  };
  visit('', document);
  const single = areWidened(found.map(({ value }) => value));
  return found.map(({ path, shape, value }) => {
    const byteLength = shape.reduce((product, size) => product * size, single ? 4 : 8);
    return { value, info: { name: path, dtype: single ? 'float32' : 'float64', shape, byteLength } };
  });
}

const isWeight = (key: string): boolean => WEIGHTS.test(`"${key}":0`);

/** The one shape that all parts have; null where they differ or are no arrays of numbers. */
function commonShape(shapes: readonly (number[] | null)[]): number[] | null {
  const [first] = shapes;
  if (!first || first.length === 0) return null;
  return shapes.every((shape) => shape?.length === first.length && shape.every((size, i) => size === first[i]))
    ? first
    : null;
}
