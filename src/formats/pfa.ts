import { append } from '../bytes/append.js';
import { FormatError } from '../bytes/format-error.js';
import type { Limits } from '../bytes/limits.js';
import { byBytes } from '../bytes/order.js';
import { isObject, type Json, type JsonObject, readJson } from '../containers/json-document.js';
import { begin, certain, type Format, type ModelInput, NO, type Tensor } from './format.js';
import { headKeys } from './json-glimpse.js';
import { numberTensor } from './number-tensor.js';
import { numbersIn } from './numeric-array.js';
import { type AvroTypes, avroChild, avroNumber } from './pfa-avro.js';
import { joinName } from './python-names.js';

/** Keys that every document has. */
const NEEDED = ['input', 'output', 'action'];
const FACTS = ['name', 'version', 'method', 'doc', 'metadata', 'input', 'output', 'randseed'];

/** A scoring engine in JSON: types of Avro, functions of a language without files and networks, cells and pools that hold what was learned. */
export const pfa: Format = {
  id: 'pfa',
  name: 'PFA',
  aliases: ['Portable Format for Analytics'],
  extensions: ['.pfa', '.json'],
  family: 'exchange',
  container: 'json',
  signature: 'JSON with input, output and action',
  facts: {
    disclosure: 'standard',
    steward: 'Data Mining Group',
    specification: 'https://dmg.org/pfa/docs/document_structure/',
    encoding: 'text',
    holds: 'model',
    independent: true,
    worstLoading: 'data-only',
  },
  specializes: 'json',
  recognize: (glimpse) => {
    const keys = headKeys(glimpse);
    if (keys === null) return NO;
    // A long cell may push keys out of the head; then the name of the file and a part of them must do.
    const missing = NEEDED.filter((key) => !keys.includes(key));
    const isNamed = glimpse.extension === '.pfa' && keys.some((key) => [...NEEDED, 'cells', 'pools'].includes(key));
    return missing.length === 0 || isNamed ? certain('JSON with input, output and action') : NO;
  },

  async inspect(model, limits) {
    const document = await readDocument(model, limits);
    const contents = begin(model, 'data-only');
    if (typeof document['version'] === 'number') contents.version = String(document['version']);
    for (const key of FACTS) {
      const value = document[key];
      if (value !== undefined && value !== null) contents.facts.push({ key, value, where: `#${key}` });
    }
    contents.operators = [...functionNames(document)].sort(byBytes);
    contents.tensors = learned(document, limits).map(({ info }) => info);
    contents.storedBytes = contents.tensors.reduce((sum, { byteLength }) => sum + byteLength, 0);
    return contents;
  },

  async *tensors(model, limits) {
    yield* learned(await readDocument(model, limits), limits);
  },
};

async function readDocument({ source }: ModelInput, limits: Limits): Promise<JsonObject> {
  const document = await readJson(source, limits);
  const missing = isObject(document) ? NEEDED.filter((key) => document[key] === undefined) : NEEDED;
  if (!isObject(document) || missing.length > 0)
    throw new FormatError(
      'invalid-structure',
      `expected the keys ${NEEDED.join(', ')}, found no ${missing.join(', ')}`,
    );
  return document;
}

/** Numbers of the initial values of cells and pools, by path; values elsewhere are not in the document. */
function learned(document: JsonObject, limits: Limits): Tensor[] {
  const tensors: Tensor[] = [];
  const types: AvroTypes = new Map();
  for (const kind of ['cells', 'pools'])
    for (const [name, cell] of Object.entries(isObject(document[kind]) ? document[kind] : {}))
      if (isObject(cell))
        addNumbers(`${kind}.${name}`, cell['type'] ?? null, cell['init'] ?? null, types, tensors, limits);
  return tensors;
}

function addNumbers(path: string, type: Json, value: Json, types: AvroTypes, tensors: Tensor[], limits: Limits): void {
  const dtype = avroNumber(type, types);
  const shape = dtype && shapeOf(value);
  if (dtype && shape) {
    if (tensors.length >= limits.tensors)
      throw new FormatError('resource-limit', `expected at most ${limits.tensors} arrays, found more`);
    tensors.push(numberTensor(path, dtype, shape, [...numbersIn(value)]));
    return;
  }
  if (Array.isArray(value))
    for (const [i, item] of value.entries())
      addNumbers(joinName(path, i), avroChild(type, i, types), item, types, tensors, limits);
  else if (isObject(value))
    for (const [key, item] of Object.entries(value))
      addNumbers(joinName(path, key), avroChild(type, key, types), item, types, tensors, limits);
}

/** Shape of numbers in rectangular lists; null for anything else. */
function shapeOf(value: Json): number[] | null {
  if (typeof value === 'number') return [];
  if (!Array.isArray(value)) return null;
  const [first = null, ...rest] = value.map(shapeOf);
  if (value.length === 0) return [0];
  if (first === null || rest.some((shape) => shape?.join() !== first.join())) return null;
  return [value.length, ...first];
}

/** Functions of PFA's library that the engine calls: keys with a dot, and those of arithmetic. */
function functionNames(document: JsonObject): Set<string> {
  const names = new Set<string>();
  const left: Json[] = [
    document['begin'] ?? null,
    document['action'] ?? null,
    document['end'] ?? null,
    document['fcns'] ?? null,
  ];
  for (let value = left.pop(); value !== undefined; value = left.pop()) {
    if (Array.isArray(value)) append(left, value);
    else if (isObject(value))
      for (const [key, item] of Object.entries(value)) {
        if (/^(?:[a-z]\w*\.)+\w+$/i.test(key) || /^[-+*/%^=!<>&|]+$/.test(key)) names.add(key);
        left.push(item);
      }
  }
  return names;
}
