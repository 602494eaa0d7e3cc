/** Chunks with the bytes of every item reversed: big-endian values as little-endian ones. Chunks may cut items. */
export declare function swapped(parts: AsyncIterable<Uint8Array>, itemBytes: number): AsyncGenerator<Uint8Array>;
