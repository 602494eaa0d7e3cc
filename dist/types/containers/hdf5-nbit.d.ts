/** Undoes the N-bit filter of one chunk of at most `most` bytes. Throws `unsupported`, `truncated`, `resource-limit`. */
export declare function decodeNbit(bytes: Uint8Array, values: readonly number[], most: number): Uint8Array;
