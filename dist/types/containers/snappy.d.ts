/** Decompresses a raw Snappy block. `maximum` bounds the declared length. Throws `invalid-structure`, `truncated`, `resource-limit`. */
export declare function decodeSnappy(input: Uint8Array, maximum: number): Uint8Array;
