import type { Tensor } from './tensor.js';
/** Numbers in memory as a tensor. Throws `invalid-structure` where an integer is none, or too large. */
export declare function numberTensor(name: string, dtype: keyof typeof ARRAYS, shape: number[], numbers: ArrayLike<number>): Tensor;
declare const ARRAYS: {
    int32: Int32ArrayConstructor;
    int64: BigInt64ArrayConstructor;
    uint8: Uint8ArrayConstructor;
    float32: Float32ArrayConstructor;
    float64: Float64ArrayConstructor;
};
export {};
