import type { Tensor } from './tensor.js';
/** Numbers in memory as a tensor. */
export declare function numberTensor(name: string, dtype: 'int32' | 'uint8' | 'float32' | 'float64', shape: number[], numbers: readonly number[]): Tensor;
