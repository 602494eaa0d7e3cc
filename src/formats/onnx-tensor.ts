import { FormatError } from '../bytes/format-error.js';
import { type ByteSource, chunks } from '../bytes/source.js';
import {
  decodeMessage,
  type FieldBudget,
  parseVarint,
  readText,
  type WireField,
  walkFields,
} from '../containers/protobuf.js';
import { countElements } from './dtypes.js';
import { narrowed } from './narrow.js';
import schema from './onnx-schema.json' with { type: 'json' };
import { packedLength } from './packed-integers.js';

/** TensorProto.DataType → dtype. */
export const ONNX_DTYPES: Readonly<Record<number, string>> = {
  1: 'float32',
  2: 'uint8',
  3: 'int8',
  4: 'uint16',
  5: 'int16',
  6: 'int32',
  7: 'int64',
  8: 'string',
  9: 'bool',
  10: 'float16',
  11: 'float64',
  12: 'uint32',
  13: 'uint64',
  14: 'complex64',
  15: 'complex128',
  16: 'bfloat16',
  17: 'float8_e4m3fn',
  18: 'float8_e4m3fnuz',
  19: 'float8_e5m2',
  20: 'float8_e5m2fnuz',
  21: 'uint4',
  22: 'int4',
  23: 'float4_e2m1fn',
  24: 'float8_e8m0fnu',
  25: 'uint2',
  26: 'int2',
};

/** Fields of TensorProto that hold values, and whether they are varints. */
const VALUE_FIELDS: Readonly<Record<number, 'fixed' | 'varint' | 'text' | 'raw'>> = {
  4: 'fixed',
  5: 'varint',
  6: 'text',
  7: 'varint',
  9: 'raw',
  10: 'fixed',
  11: 'varint',
};
const EXTERNAL_KEYS = new Set(['location', 'offset', 'length', 'checksum']);

/** A TensorProto without its values. */
export interface OnnxTensor {
  name: string;
  dtype: string;
  shape: number[];
  /** Fields that hold values, in order. */
  values: WireField[];
  /** Where the values lie outside of the file. */
  external?: ExternalData;
  start: number;
}

export interface ExternalData {
  location: string;
  offset: number;
  length?: number;
  /** Keys that the format does not know: a loader that sets attributes by them is attacked this way. */
  unknownKeys: string[];
  repeatedKeys: string[];
}

/** Reads the description of a tensor; payloads of values are stepped over. */
export async function readTensor(
  source: ByteSource,
  start: number,
  end: number,
  budget: FieldBudget,
): Promise<OnnxTensor> {
  const tensor: OnnxTensor = { name: '', dtype: '', shape: [], values: [], start };
  const entries: { key: string; value: string }[] = [];
  let external = false;
  for await (const field of walkFields(source, start, end, budget)) {
    if (field.number === 1) await addDimensions(source, field, tensor.shape);
    else if (field.number === 2) tensor.dtype = ONNX_DTYPES[Number(field.varint)] ?? `onnx:${field.varint}`;
    else if (field.number === 8) tensor.name = await readText(source, field);
    else if (field.number === 13)
      entries.push(
        (await decodeMessage(schema, 'StringStringEntry', await source.read(field.start, field.end), field.start)) as {
          key: string;
          value: string;
        },
      );
    else if (field.number === 14) external = field.varint === 1n;
    else if (VALUE_FIELDS[field.number]) tensor.values.push(field);
  }
  if (external) tensor.external = externalData(entries);
  return tensor;
}

async function addDimensions(source: ByteSource, field: WireField, shape: number[]): Promise<void> {
  const add = (value: bigint) => {
    const dimension = Number(BigInt.asIntN(64, value));
    if (!Number.isSafeInteger(dimension) || dimension < 0)
      throw new FormatError('invalid-structure', `expected a dimension of 0 or more, found ${dimension}`, field.start);
    shape.push(dimension);
  };
  if (field.wire === 0) return add(field.varint);
  const bytes = await source.read(field.start, field.end);
  for (let at = 0; at < bytes.length; ) {
    const { value, length } = parseVarint(bytes, at, field.start);
    add(value);
    at += length;
  }
}

function externalData(entries: readonly { key: string; value: string }[]): ExternalData {
  const last = new Map(entries.map(({ key, value }) => [key, value]));
  const offset = Number(last.get('offset') ?? 0);
  const length = last.has('length') ? Number(last.get('length')) : undefined;
  const keys = entries.map(({ key }) => key);
  return {
    location: last.get('location') ?? '',
    offset,
    ...(length !== undefined && { length }),
    unknownKeys: keys.filter((key) => !EXTERNAL_KEYS.has(key)),
    repeatedKeys: [...new Set(keys.filter((key, index) => keys.indexOf(key) !== index))],
  };
}

/** Bytes that dtype and shape take in the file; undefined where the dtype has no fixed size or no file can hold the shape. */
export function expectedBytes(tensor: OnnxTensor): number | undefined {
  const count = countElements(tensor.shape);
  return count === undefined ? undefined : packedLength(tensor.dtype, count);
}

/** The one run of bytes that holds the values as they are; undefined where they are encoded otherwise or outside. */
export function contiguous(tensor: OnnxTensor): { start: number; end: number } | undefined {
  const [field, ...more] = tensor.values;
  if (!field || more.length > 0 || tensor.external || field.wire !== 2) return undefined;
  const kind = VALUE_FIELDS[field.number];
  return kind === 'raw' || kind === 'fixed' ? { start: field.start, end: field.end } : undefined;
}

/** Values in C order, little-endian; strings each with a length of four bytes. */
export async function* tensorValues(source: ByteSource, tensor: OnnxTensor): AsyncGenerator<Uint8Array> {
  for (const field of tensor.values) {
    const kind = VALUE_FIELDS[field.number];
    if (kind === 'text') {
      const length = Buffer.alloc(4);
      length.writeUInt32LE(field.end - field.start);
      yield length;
    }
    if (kind === 'varint') yield* narrowed(varints(source, field), tensor.dtype);
    else yield* chunks(source, field.start, field.end);
  }
}

/** Varints of a packed field, or the one of an unpacked field, in batches. */
async function* varints(source: ByteSource, field: WireField): AsyncGenerator<bigint[]> {
  if (field.wire === 0) {
    yield [field.varint];
    return;
  }
  let rest: Uint8Array = new Uint8Array(0);
  let at = field.start;
  for await (const part of chunks(source, field.start, field.end)) {
    const bytes = rest.length > 0 ? Buffer.concat([rest, part]) : part;
    at += part.length;
    const last = at === field.end;
    const batch: bigint[] = [];
    let index = 0;
    // Ten bytes hold any varint; fewer at the end of a chunk wait for the next one.
    while (index < bytes.length && (last || bytes.length - index >= 10)) {
      const { value, length } = parseVarint(bytes, index, at - bytes.length);
      batch.push(value);
      index += length;
    }
    rest = bytes.subarray(index);
    yield batch;
  }
}
