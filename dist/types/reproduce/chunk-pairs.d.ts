/**
 * Chunks of two streams side by side, each of the size asked for up to the end of its stream; a side that has ended is
 * empty. The next chunks are read while the last ones are compared.
 */
export declare function chunkPairs(a: AsyncIterable<Uint8Array>, b: AsyncIterable<Uint8Array>, sizeA?: number, sizeB?: number): AsyncGenerator<[Uint8Array, Uint8Array]>;
