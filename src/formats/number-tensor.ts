import { FormatError } from '../bytes/format-error.js';
import { inMemory } from './numeric-array.js';
import type { Tensor } from './tensor.js';

/** Numbers in memory as a tensor. Throws `invalid-structure` where an integer is none, or too large. */
export function numberTensor(
  name: string,
  dtype: keyof typeof ARRAYS,
  shape: number[],
  numbers: ArrayLike<number>,
): Tensor {
  const { BYTES_PER_ELEMENT: itemBytes } = ARRAYS[dtype];
  for (let i = 0; i < numbers.length; i++)
    if (!fits(dtype, numbers[i] as number))
      throw new FormatError('invalid-structure', `expected values of ${dtype} in "${name}", found ${numbers[i]}`);
  return {
    info: { name, dtype, shape, byteLength: numbers.length * itemBytes },
    values: inMemory(() => littleEndian(dtype, numbers)),
  };
}

const ARRAYS = {
  int32: Int32Array,
  int64: BigInt64Array,
  uint8: Uint8Array,
  float32: Float32Array,
  float64: Float64Array,
};

const LARGEST: Readonly<Record<string, number>> = { int32: 2 ** 31, int64: 2 ** 63, uint8: 256 };

/** Integers of a type within its range; any number is a float. */
function fits(dtype: keyof typeof ARRAYS, number: number): boolean {
  const end = LARGEST[dtype];
  if (end === undefined) return true;
  return Number.isInteger(number) && number < end && number >= (dtype === 'uint8' ? 0 : -end);
}

function littleEndian(dtype: keyof typeof ARRAYS, numbers: ArrayLike<number>): Uint8Array {
  const bytes = Buffer.alloc(numbers.length * ARRAYS[dtype].BYTES_PER_ELEMENT);
  for (let i = 0; i < numbers.length; i++) {
    const number = numbers[i] as number;
    if (dtype === 'float64') bytes.writeDoubleLE(number, i * 8);
    else if (dtype === 'float32') bytes.writeFloatLE(number, i * 4);
    else if (dtype === 'int32') bytes.writeInt32LE(number, i * 4);
    else if (dtype === 'int64') bytes.writeBigInt64LE(BigInt(number), i * 8);
    else bytes[i] = number;
  }
  return bytes;
}
