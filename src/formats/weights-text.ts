import { FormatError } from '../bytes/format-error.js';
import type { Limits } from '../bytes/limits.js';
import { isObject, type Json, readJson } from '../containers/json-document.js';
import { readLines } from '../containers/text-lines.js';
import { CSV_FACTS, parseRow } from './csv.js';
import { byteLengthOf, elementCount } from './dtypes.js';
import { bytesOfElements } from './element-text.js';
import { certain, emptyContents, type Format, type ModelInput, NO, type Tensor, type TensorInfo } from './format.js';
import { utf8Head } from './head-text.js';
import { JSON_FACTS } from './json.js';
import { inMemory } from './numeric-array.js';

/** The layouts that `export` writes for small models; both are documented in docs/exports.md. */
export const WEIGHTS_SCHEMA = 'modelbag/weights/1';
export const WEIGHTS_HEADER = 'tensor,dtype,shape,index,value';

/** Tensors of a small model as JSON: `{ "schema": …, "tensors": [{ name, dtype, shape, values }] }`, values as nested lists. */
export const weightsJson: Format = {
  id: 'modelbag-weights-json',
  name: 'tensors as JSON text (modelbag/weights/1)',
  extensions: ['.json'],
  family: 'arrays',
  container: 'json',
  signature: 'JSON whose first key is the schema modelbag/weights/1',
  facts: { ...JSON_FACTS, holds: 'weights' },
  specializes: 'json',
  recognize: ({ head }) =>
    /^\s*\{\s*"schema":\s*"modelbag\/weights\/1"/.test(utf8Head(head))
      ? certain(`JSON with schema ${WEIGHTS_SCHEMA}`)
      : NO,
  inspect: (model, limits) => contentsOf(jsonTensors(model, limits)),
  tensors: jsonTensors,
};

/** The same as a table, one row an element. */
export const weightsCsv: Format = {
  id: 'modelbag-weights-csv',
  name: 'tensors as CSV text, one row an element',
  extensions: ['.csv'],
  family: 'arrays',
  container: 'text',
  signature: 'first line tensor,dtype,shape,index,value',
  facts: { ...CSV_FACTS, holds: 'weights' },
  specializes: 'csv',
  recognize: ({ head }) =>
    utf8Head(head).startsWith(`${WEIGHTS_HEADER}\n`) ? certain(`CSV with the columns ${WEIGHTS_HEADER}`) : NO,
  inspect: (model, limits) => contentsOf(csvTensors(model, limits)),
  tensors: csvTensors,
};

async function contentsOf(tensors: AsyncIterable<Tensor>) {
  const contents = emptyContents('data-only');
  for await (const { info } of tensors) contents.tensors.push(info);
  contents.storedBytes = contents.tensors.reduce((sum, { byteLength }) => sum + byteLength, 0);
  return contents;
}

async function* jsonTensors({ source }: ModelInput, limits: Limits): AsyncGenerator<Tensor> {
  const document = await readJson(source, limits);
  const tensors = isObject(document) ? document['tensors'] : undefined;
  if (!Array.isArray(tensors)) throw new FormatError('invalid-structure', 'expected a list of tensors, found none');
  for (const tensor of tensors) {
    const { name, dtype, shape, values } = isObject(tensor) ? tensor : {};
    if (typeof name !== 'string' || typeof dtype !== 'string' || !isShape(shape) || values === undefined)
      throw new FormatError('invalid-structure', 'expected name, dtype, shape and values of a tensor, found others');
    yield tensorOf(name, dtype, shape, flatten(values, shape.length));
  }
}

/** Elements of nested lists of a depth, row-major. */
function flatten(values: Json, depth: number): Json[] {
  let elements: Json[] = [values];
  for (let level = 0; level < depth; level++)
    elements = elements.flatMap((list) => {
      if (Array.isArray(list)) return list;
      throw new FormatError('invalid-structure', `expected lists nested ${depth} deep, found ${level}`);
    });
  return elements;
}

async function* csvTensors({ source }: ModelInput, limits: Limits): AsyncGenerator<Tensor> {
  let open: { name: string; dtype: string; shape: number[]; key: string; elements: string[] } | undefined;
  let row = 0;
  for await (const line of readLines(source)) {
    if (row++ === 0 || line === '') continue;
    const [name, dtype, shape, , value, ...rest] = parseRow(line, ',');
    const sizes = shape === '' ? [] : (shape ?? '?').split('x').map(Number);
    if (name === undefined || dtype === undefined || value === undefined || rest.length > 0 || !isShape(sizes))
      throw new FormatError('invalid-structure', `expected ${WEIGHTS_HEADER} in row ${row}, found other cells`);
    const key = JSON.stringify([name, dtype, shape]);
    if (open?.key !== key) {
      if (open) yield tensorOf(open.name, open.dtype, open.shape, open.elements);
      open = { name, dtype, shape: sizes, key, elements: [] };
    }
    if (value !== '') open.elements.push(value);
    if (open.elements.length > limits.headerBytes)
      throw new FormatError('resource-limit', `expected at most ${limits.headerBytes} elements, found more`);
  }
  if (open) yield tensorOf(open.name, open.dtype, open.shape, open.elements);
}

function tensorOf(name: string, dtype: string, shape: number[], elements: readonly unknown[]): Tensor {
  const count = elementCount(shape);
  if (elements.length !== count)
    throw new FormatError('invalid-structure', `expected ${count} values of "${name}", found ${elements.length}`);
  const bytes = bytesOfElements(dtype, dtype === 'bool' ? elements.map(truth) : elements);
  if (!bytes) throw new FormatError('invalid-structure', `expected values of ${dtype} in "${name}", found others`);
  const info: TensorInfo = { name, dtype, shape, byteLength: byteLengthOf(dtype, count) ?? bytes.length };
  return { info, values: inMemory(() => bytes) };
}

/** CSV has no truth values of its own. */
const truth = (element: unknown): unknown => (element === 'true' ? true : element === 'false' ? false : element);

const isShape = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
