import { inMemory } from './numeric-array.js';
import type { Tensor } from './tensor.js';

/** Numbers in memory as a tensor. */
export function numberTensor(
  name: string,
  dtype: 'int32' | 'uint8' | 'float32' | 'float64',
  shape: number[],
  numbers: readonly number[],
): Tensor {
  const { BYTES_PER_ELEMENT: itemBytes } = ARRAYS[dtype];
  return {
    info: { name, dtype, shape, byteLength: numbers.length * itemBytes },
    values: inMemory(() => littleEndian(dtype, numbers)),
  };
}

const ARRAYS = { int32: Int32Array, uint8: Uint8Array, float32: Float32Array, float64: Float64Array };

function littleEndian(dtype: keyof typeof ARRAYS, numbers: readonly number[]): Uint8Array {
  const bytes = Buffer.alloc(numbers.length * ARRAYS[dtype].BYTES_PER_ELEMENT);
  for (const [i, number] of numbers.entries()) {
    if (dtype === 'float64') bytes.writeDoubleLE(number, i * 8);
    else if (dtype === 'float32') bytes.writeFloatLE(number, i * 4);
    else if (dtype === 'int32') bytes.writeInt32LE(number, i * 4);
    else bytes[i] = number;
  }
  return bytes;
}
