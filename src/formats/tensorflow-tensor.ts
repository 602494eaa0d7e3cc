import { FormatError } from '../bytes/format-error.js';
import type { Limits } from '../bytes/limits.js';
import { type ByteSource, chunks } from '../bytes/source.js';
import { parseVarint, type WireField, walkFields } from '../containers/protobuf.js';
import { byteLengthOf, countElements, ITEM_BITS } from './dtypes.js';
import { tensorflowDtype } from './tensorflow-dtypes.js';
import type { Walk } from './tensorflow-graph-binary.js';

/** A tensorflow.TensorProto without its values. */
export interface TensorProto {
  dtype: string;
  shape: number[];
  byteLength: number;
  /** tensor_content: the values as they are. */
  content?: WireField;
  /** Typed value fields; the last value repeats where there are fewer than elements. */
  values: WireField[];
}

/** Fields of typed values and the bytes of one fixed-size value; 0 for varints. */
const VALUE_FIELDS: Readonly<Record<number, number>> = {
  5: 4,
  6: 8,
  7: 0,
  9: 4,
  10: 0,
  11: 0,
  12: 8,
  13: 0,
  16: 0,
  17: 0,
};

/** TensorProto: 1 dtype, 2 tensor_shape (2 dim: 1 size), 4 tensor_content, others typed values. Null where a dimension is unknown. */
export async function readTensorProto({ source, budget }: Walk, at: WireField): Promise<TensorProto | null> {
  const tensor: TensorProto = { dtype: '', shape: [], byteLength: 0, values: [] };
  for await (const field of walkFields(source, at.start, at.end, budget)) {
    if (field.number === 1) tensor.dtype = tensorflowDtype(Number(field.varint)) ?? `tensorflow:${field.varint}`;
    else if (field.number === 2) {
      for await (const dim of walkFields(source, field.start, field.end, budget)) {
        if (dim.number !== 2) continue;
        let size = 0;
        for await (const part of walkFields(source, dim.start, dim.end, budget))
          if (part.number === 1) size = Number(BigInt.asIntN(64, part.varint));
        tensor.shape.push(size);
      }
    } else if (field.number === 4) tensor.content = field;
    else if (VALUE_FIELDS[field.number] !== undefined) tensor.values.push(field);
  }
  const count = countElements(tensor.shape);
  if (count === undefined) return null;
  tensor.byteLength = byteLengthOf(tensor.dtype, count) ?? 0;
  return tensor;
}

/** Values in C order, little-endian. A few bytes may stand for any number of repeated values: those are bounded. */
export async function* tensorProtoValues(
  source: ByteSource,
  tensor: TensorProto,
  limits: Limits,
): AsyncGenerator<Uint8Array> {
  if (tensor.content) {
    yield* chunks(source, tensor.content.start, tensor.content.end);
    return;
  }
  const itemBytes = (ITEM_BITS[tensor.dtype] ?? 8) / 8;
  const parts: Uint8Array[] = [];
  for (const field of tensor.values) parts.push(await typedValues(source, field, itemBytes));
  const given = Buffer.concat(parts);
  if (tensor.byteLength - given.length > limits.inflatedBytes) {
    throw new FormatError(
      'resource-limit',
      `expected at most ${limits.inflatedBytes} bytes of repeated values, found ${tensor.byteLength}`,
    );
  }
  yield given.subarray(0, tensor.byteLength);
  const last = given.length >= itemBytes ? given.subarray(given.length - itemBytes) : Buffer.alloc(itemBytes);
  const block = Buffer.alloc(
    Math.min(SPLAT_BYTES - (SPLAT_BYTES % itemBytes), Math.max(0, tensor.byteLength - given.length)),
    last,
  );
  for (let left = tensor.byteLength - given.length; left > 0; left -= block.length)
    yield block.subarray(0, Math.min(left, block.length));
}

const SPLAT_BYTES = 1 << 16;

async function typedValues(source: ByteSource, field: WireField, itemBytes: number): Promise<Uint8Array> {
  const fixed = VALUE_FIELDS[field.number] ?? 0;
  if (fixed > 0) return source.read(field.start, field.end);
  const numbers: bigint[] = [];
  if (field.wire === 0) numbers.push(field.varint);
  else {
    const bytes = await source.read(field.start, field.end);
    for (let at = 0; at < bytes.length; ) {
      const { value, length } = parseVarint(bytes, at, field.start);
      numbers.push(value);
      at += length;
    }
  }
  const out = Buffer.alloc(numbers.length * itemBytes);
  numbers.forEach((number, i) => {
    const bits = BigInt.asUintN(itemBytes * 8, number);
    if (itemBytes === 8) out.writeBigUInt64LE(bits, i * 8);
    else out.writeUIntLE(Number(bits), i * itemBytes, itemBytes);
  });
  return out;
}
