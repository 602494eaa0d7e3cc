/** Undoes the filter for one chunk; `values` are those of the filter's description. */
export declare function decodeScaleOffset(bytes: Uint8Array, values: readonly number[]): Uint8Array;
