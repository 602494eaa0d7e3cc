/** Elements of a column-major array in row-major order. `shape` has at least one dimension; `bytes` holds all of its elements. */
export declare function toRowMajor(bytes: Uint8Array, shape: readonly number[], itemBytes: number): Uint8Array;
/** As `toRowMajor` for a list. */
export declare function listToRowMajor<T>(items: readonly T[], shape: readonly number[]): readonly T[];
/** Canonical bytes of strings: length as 32-bit little-endian number, then UTF-8; `null` is R's `NA`, length -1. */
export declare function encodeStrings(texts: Iterable<string | Uint8Array | null>): Uint8Array;
