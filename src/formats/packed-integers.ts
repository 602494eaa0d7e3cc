import { byteLengthOf, countElements } from './dtypes.js';
import type { Tensor, TensorInfo } from './tensor.js';

/*
 * Integers of less than a byte: ONNX, OpenVINO, TensorFlow Lite and Core ML store several to a byte, the first in the lowest
 * bits; NumPy (ml_dtypes), TensorFlow and JAX hold each in the lowest bits of a byte of its own, upper bits zero. The latter
 * are our values, so that equal tensors are equal whatever stores them.
 */
const BITS: Readonly<Record<string, number>> = { int2: 2, uint2: 2, int4: 4, uint4: 4 };

const bitsOf = (dtype: string): number | undefined => (Object.hasOwn(BITS, dtype) ? BITS[dtype] : undefined);

/** Bytes that `count` elements take where small integers are packed; undefined for dtypes without a fixed size. */
export function packedLength(dtype: string, count: number): number | undefined {
  const bits = bitsOf(dtype);
  return bits === undefined ? byteLengthOf(dtype, count) : byteLengthOf('uint8', Math.ceil((count * bits) / 8));
}

/** A tensor whose bytes are as stored, with a byte for every element. Others stay as they are. */
export function unpackedInfo(info: TensorInfo): TensorInfo {
  if (bitsOf(info.dtype) === undefined) return info;
  const { offset: _offset, byteOrder: _order, ...rest } = info;
  return { ...rest, byteLength: countElements(info.shape) ?? info.byteLength };
}

/** As `unpackedInfo`, with the values. */
export function unpackedTensor({ info, values, ...rest }: Tensor): Tensor {
  const bits = bitsOf(info.dtype);
  if (bits === undefined) return { info, ...(values && { values }), ...rest };
  const count = countElements(info.shape) ?? 0;
  return { info: unpackedInfo(info), ...(values && { values: () => unpacked(values(), bits, count) }), ...rest };
}

async function* unpacked(parts: AsyncIterable<Uint8Array>, bits: number, count: number): AsyncGenerator<Uint8Array> {
  const perByte = 8 / bits;
  let left = count;
  for await (const part of parts) {
    const out = new Uint8Array(Math.min(left, part.length * perByte));
    for (let i = 0; i < out.length; i++)
      out[i] = ((part[Math.floor(i / perByte)] as number) >> ((i % perByte) * bits)) & ((1 << bits) - 1);
    left -= out.length;
    yield out;
  }
}
