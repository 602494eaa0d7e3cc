/** Elements of a chunk of a tensor as numbers; integers of 64 bits as BigInt. */
export type Numbers = Float64Array | Float32Array | BigInt64Array | BigUint64Array;
/** How the values of one dtype, C-order little-endian, are read as numbers. */
export interface NumberReader {
    /** Numbers in one element: 2 for complex ones. */
    parts: number;
    /** Bits of one number. */
    bits: number;
    read(bytes: Uint8Array): Numbers;
}
/** How the values of a dtype are read as numbers; null for strings, structures, objects and block-quantized values. */
export declare const numberReader: (dtype: string) => NumberReader | null;
/** Numbers as the values of a dtype, C-order little-endian: what `numberReader` reads back. Complex ones are given part by part. */
export declare function writeNumbers(dtype: string, numbers: readonly (number | bigint)[]): Uint8Array | null;
