import { FormatError } from '../bytes/format-error.js';

/** Bits of one element of each dtype whose size is fixed. Small integers take a byte each (`packed-integers.ts`). */
export const ITEM_BITS: Readonly<Record<string, number>> = {
  bool: 8,
  int2: 8,
  int4: 8,
  int8: 8,
  int16: 16,
  int32: 32,
  int64: 64,
  uint2: 8,
  uint4: 8,
  uint8: 8,
  uint16: 16,
  uint32: 32,
  uint64: 64,
  float4_e2m1fn: 4,
  float6_e2m3fn: 6,
  float6_e3m2fn: 6,
  float8_e4m3fn: 8,
  float8_e4m3fnuz: 8,
  float8_e5m2: 8,
  float8_e5m2fnuz: 8,
  float8_e8m0fnu: 8,
  float16: 16,
  bfloat16: 16,
  float32: 32,
  float64: 64,
  complex64: 64,
  complex128: 128,
};

/** Number of elements of a shape; undefined for a shape that no file can hold (2^53 elements or more, in any prefix). */
export function countElements(shape: readonly number[]): number | undefined {
  let count = 1;
  for (const dimension of shape) {
    if (!Number.isSafeInteger(dimension) || dimension < 0) return undefined;
    count *= dimension;
    if (!Number.isSafeInteger(count)) return undefined;
  }
  return count;
}

/** Number of elements of a shape; FormatError `invalid-structure` where no file can hold it. */
export function elementCount(shape: readonly number[], offset?: number): number {
  const count = countElements(shape);
  if (count === undefined)
    throw new FormatError(
      'invalid-structure',
      `expected a shape of fewer than 2^53 elements, found [${shape.join(', ')}]`,
      offset,
    );
  return count;
}

/** Bytes of `count` elements of a dtype, packed; undefined for dtypes without a fixed size. */
export function byteLengthOf(dtype: string, count: number): number | undefined {
  const bits = Object.hasOwn(ITEM_BITS, dtype) ? ITEM_BITS[dtype] : undefined;
  if (bits === undefined) return undefined;
  const bytes = Math.ceil((count * bits) / 8);
  return Number.isSafeInteger(bytes) ? bytes : undefined;
}
