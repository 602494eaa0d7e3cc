/** Flips the sign of every little-endian floating-point item of `itemBytes` bytes. Chunks may cut items. */
export declare const negated: (parts: AsyncIterable<Uint8Array>, itemBytes: number) => AsyncGenerator<Uint8Array>;
/** Flips the sign of the imaginary part, the second half of every item. */
export declare const conjugated: (parts: AsyncIterable<Uint8Array>, itemBytes: number) => AsyncGenerator<Uint8Array>;
