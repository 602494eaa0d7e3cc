/** Bytes of both sides at one place, or how many of them are the same there. */
export type Piece = {
    same: number;
} | {
    differ: [Uint8Array, Uint8Array];
};
/**
 * Two streams of bytes side by side, as pieces of CHUNK_BYTES (or of `size`) that are the same and pieces that differ; where one
 * ends before the other, its side is short. Bytes that are the same where they lie are not looked at here.
 */
export declare function pieces(a: AsyncIterable<Uint8Array>, b: AsyncIterable<Uint8Array>, size?: number): AsyncGenerator<Piece>;
/** True where two streams hold the same bytes; nothing behind the first difference is read. */
export declare function areSame(a: AsyncIterable<Uint8Array>, b: AsyncIterable<Uint8Array>): Promise<boolean>;
/**
 * Chunks of two streams side by side, each of the size asked for up to the end of its stream; a side that has ended is
 * empty. The next chunks are read while the last ones are compared.
 */
export declare function chunkPairs(a: AsyncIterable<Uint8Array>, b: AsyncIterable<Uint8Array>, sizeA: number, sizeB?: number): AsyncGenerator<[Uint8Array, Uint8Array]>;
