import type { FilePlace } from '../bytes/source.js';
/** A file being written, at any place in any order. */
export interface FileSink {
    /** Writes all bytes at `position`; they may be used again when it resolves. Calls may overlap. */
    write(bytes: Uint8Array, position: number): Promise<void>;
    /** Of the open file, which can be read as well: for threads that write by themselves. */
    readonly descriptor?: number;
    /** Resolves when what was written survives a crash. */
    sync(): Promise<void>;
    close(): Promise<void>;
}
/** Makes a file that is not there yet: never follows a link that somebody put in its place. */
export type OpenSink = (path: string) => Promise<FileSink>;
export declare const createFile: OpenSink;
/**
 * Files that are brought to the disk while they are written: it works from the beginning on, and the sync at the end has little to
 * wait for. What goes wrong on the way that sync tells: a system tells it only once.
 */
export declare const syncedMeanwhile: (create: OpenSink) => OpenSink;
/** The place in the file of a sink from which on a thread may write by itself; undefined where it cannot. */
export declare const placeIn: ({ descriptor }: FileSink, start: number) => FilePlace | undefined;
