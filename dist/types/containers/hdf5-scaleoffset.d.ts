/** Undoes the filter for one chunk, which may yield `most` bytes; `values` are those of the filter's description. */
export declare function decodeScaleOffset(bytes: Uint8Array, values: readonly number[], most: number): Uint8Array;
