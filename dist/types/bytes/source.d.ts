/**
 * The only door to bytes. Two members, so that a file, memory, a range of another source, a git blob,
 * a zip member and a counting test double all fit.
 */
export interface ByteSource {
    /** Length in bytes. */
    readonly size: number;
    /**
     * Bytes of the half-open range [start, end). Never fewer: a range that is not inside the source
     * rejects with FormatError `truncated`, so that no reader has to check for short reads.
     */
    read(start: number, end: number): Promise<Uint8Array>;
    /** Fills `target` with the bytes from `start` on, where that costs less than `read`; ask through `readInto`. */
    readInto?(start: number, target: Uint8Array): Promise<void>;
    /** The same at once, or false where that would take long or cannot be had: then nothing was read. Throws what `read` rejects with. */
    readNow?(start: number, target: Uint8Array): boolean;
    /** Where the bytes lie in a file that this process holds open: for threads that read by themselves. */
    readonly file?: FilePlace;
}
/** A place in a file that this process holds open. */
export interface FilePlace {
    descriptor: number;
    start: number;
}
/** Fills `target` with the bytes from `start` on; rejects as `read` does. */
export declare function readInto(source: ByteSource, start: number, target: Uint8Array): Promise<void>;
/** A source that holds a handle; whoever opened it closes it. */
export interface OpenByteSource extends ByteSource {
    close(): Promise<void>;
}
/** Rejects a range that the source cannot fill. */
export declare function checkRange(start: number, end: number, size: number): void;
/** Bytes that are already in memory. */
export declare function memorySource(bytes: Uint8Array): ByteSource;
/** The range [start, end) of another source, seen as a source of its own. */
export declare function subSource(source: ByteSource, start: number, end: number): ByteSource;
/** Chunk size of sequential reads: large enough that per-read cost vanishes, small enough for flat memory. */
export declare const CHUNK_BYTES: number;
/** Chunks that lie one behind the other in a source: whoever can do better than take them one by one asks for the whole. */
export interface RangeChunks extends AsyncIterable<Uint8Array> {
    /** All of the bytes. Rejects as `subSource` does. */
    whole(): ByteSource;
}
/** Bytes [start, end) in order, in chunks of at most `chunk` bytes. */
export declare function chunks(source: ByteSource, start?: number, end?: number, chunk?: number): RangeChunks;
/** The source that holds the chunks as they are, or null where they are made from others. */
export declare const wholeOf: (parts: AsyncIterable<Uint8Array>) => ByteSource | null;
/** Chunks in order; the next read is under way while one is used. */
export declare function aheadChunks(source: ByteSource, start?: number, end?: number, chunk?: number): AsyncGenerator<Buffer>;
