import type { Tensor, TensorInfo } from './tensor.js';
/** Bytes that `count` elements take where small integers are packed; undefined for dtypes without a fixed size. */
export declare function packedLength(dtype: string, count: number): number | undefined;
/** A tensor whose bytes are as stored, with a byte for every element. Others stay as they are. */
export declare function unpackedInfo(info: TensorInfo): TensorInfo;
/** As `unpackedInfo`, with the values. */
export declare function unpackedTensor({ info, values, ...rest }: Tensor): Tensor;
