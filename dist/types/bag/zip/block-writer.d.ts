import type { FileSink } from '../file-sink.js';
/** Gathers what is small and lies side by side into few large writes; one block is written while the other fills. */
export declare class BlockWriter {
    #private;
    readonly sink: FileSink;
    constructor(sink: FileSink);
    /** Memory for the `length` bytes at `position` of the file, to be filled before the next call; at most one block. */
    room(position: number, length: number): Buffer | Promise<Buffer>;
    /** Resolves when everything is written. */
    end(): Promise<void>;
    /** Waits until nothing is being written any more, whatever went wrong. */
    settle(): Promise<void>;
}
