import { FormatError } from '../bytes/format-error.js';
import type { Limits } from '../bytes/limits.js';
import {
  attributeOf,
  attributesOf,
  classesOf,
  dimensionsOf,
  membersOf,
  type RObject,
  type RSerialization,
  type RText,
  type RVector,
  textsOf,
} from '../containers/r-serialization.js';
import { R_ITEM_BYTES, streamNumbers, streamTexts } from '../containers/r-serialization-values.js';
import { encodeStrings, listToRowMajor, toRowMajor } from './column-major.js';
import type { Tensor, TensorInfo } from './format.js';

const DTYPES: Readonly<Record<RVector['kind'], string>> = {
  logical: 'int32',
  integer: 'int32',
  double: 'float64',
  complex: 'complex128',
  raw: 'uint8',
};
/** Strings encoded into one chunk. */
const CHUNK_TEXTS = 4_096;

/** A vector with the path that R users write for it. */
export interface RTensor {
  info: TensorInfo;
  vector: RVector | RText;
  /** Labels of a factor, whose values are codes. */
  levels: readonly (string | null)[] | null;
}

/** Vectors inside a value by `$` path: members of lists, slots of S4 objects. Attributes, functions and environments hold none. */
export function listTensors(root: RObject, name: string, limits: Limits): RTensor[] {
  const tensors: RTensor[] = [];
  const stack: { value: RObject; path: string; depth: number }[] = [{ value: root, path: name, depth: 0 }];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const { value, path, depth } = next;
    if (depth > limits.depth)
      throw new FormatError('resource-limit', `expected lists nested at most ${limits.depth} deep, found more`);
    if (tensors.length > limits.tensors)
      throw new FormatError('resource-limit', `expected at most ${limits.tensors} vectors, found more`);
    if (isVector(value)) tensors.push(tensorOf(value, path));
    else
      stack.push(
        ...children(value, path)
          .map((child) => ({ ...child, depth: depth + 1 }))
          .reverse(),
      );
  }
  return tensors;
}

const isVector = (value: RObject): value is RVector | RText => 'length' in value;

function children(value: RObject, path: string): { value: RObject; path: string }[] {
  if (value.kind === 's4')
    return attributesOf(value).flatMap(({ tag, value: slot }) =>
      tag === 'class' || tag === null ? [] : [{ value: slot, path: `${path}@${tag}` }],
    );
  if (value.kind !== 'list' && value.kind !== 'pairlist' && value.kind !== 'expression') return [];
  return membersOf(value).map(({ name, value: member }, i) => ({
    value: member,
    path: name === null ? `${path}[[${i + 1}]]` : path === '' ? name : `${path}$${name}`,
  }));
}

function tensorOf(vector: RVector | RText, name: string): RTensor {
  const dim = dimensionsOf(vector);
  const shape = dim && dim.reduce((product, size) => product * size, 1) === vector.length ? dim : [vector.length];
  const levels =
    vector.kind === 'integer' && classesOf(vector).includes('factor') ? textsOf(attributeOf(vector, 'levels')) : null;
  const dtype = levels || vector.kind === 'character' ? 'string' : DTYPES[vector.kind];
  const byteLength =
    dtype === 'string'
      ? vector.end - vector.start
      : vector.length * (vector.kind === 'character' ? 0 : R_ITEM_BYTES[vector.kind]);
  return { info: { name, dtype, shape, byteLength }, vector, levels };
}

/** A vector with its values in row-major order. */
export function tensorWithValues(input: RSerialization['input'], tensor: RTensor, limits: Limits): Tensor {
  const { info, vector, levels } = tensor;
  const isFlat = info.shape.filter((size) => size !== 1).length < 2;
  const sequence = vector.kind === 'character' ? vector.deferred?.sequence : vector.sequence;
  const values = (): AsyncIterable<Uint8Array> => {
    // Sequences take no room in the file, whatever their length.
    if (sequence && vector.length * 8 > limits.inflatedBytes)
      throw new FormatError(
        'resource-limit',
        `expected sequences of at most ${limits.inflatedBytes} bytes, found ${vector.length} values`,
      );
    if (vector.kind === 'character') return encoded(streamTexts(input, vector), isFlat ? null : info.shape, limits);
    if (levels) return encoded(labels(streamNumbers(input, vector), levels), isFlat ? null : info.shape, limits);
    const numbers = streamNumbers(input, vector);
    return isFlat ? numbers : reordered(numbers, info, R_ITEM_BYTES[vector.kind], limits);
  };
  return { info, values };
}

/** Matrices lie column by column: they are held as a whole to be turned. */
async function* reordered(
  parts: AsyncIterable<Uint8Array>,
  info: TensorInfo,
  itemBytes: number,
  limits: Limits,
): AsyncGenerator<Uint8Array> {
  if (info.byteLength > limits.inflatedBytes)
    throw new FormatError(
      'resource-limit',
      `expected matrices of at most ${limits.inflatedBytes} bytes, found ${info.byteLength}`,
    );
  const held: Uint8Array[] = [];
  for await (const part of parts) held.push(part);
  yield toRowMajor(Buffer.concat(held), info.shape, itemBytes);
}

async function* encoded(
  texts: AsyncIterable<string | null>,
  shape: readonly number[] | null,
  limits: Limits,
): AsyncGenerator<Uint8Array> {
  let held: (string | null)[] = [];
  for await (const text of texts) {
    held.push(text);
    if (shape === null && held.length === CHUNK_TEXTS) {
      yield encodeStrings(held);
      held = [];
    }
    if (held.length > limits.tensors)
      throw new FormatError('resource-limit', `expected matrices of at most ${limits.tensors} strings, found more`);
  }
  yield encodeStrings(shape === null ? held : listToRowMajor(held, shape));
}

/** Codes of a factor count from one. */
async function* labels(
  codes: AsyncIterable<Uint8Array>,
  levels: readonly (string | null)[],
): AsyncGenerator<string | null> {
  for await (const part of codes) {
    const view = new DataView(part.buffer, part.byteOffset, part.byteLength);
    for (let at = 0; at < part.length; at += 4) yield levels[view.getInt32(at, true) - 1] ?? null;
  }
}
