import { Cursor } from '../bytes/cursor.js';
import type { Limits } from '../bytes/limits.js';
/** One coder of a folder: its method in hexadecimal, its properties, and the length of what it gives. */
export interface SevenZipCoder {
    method: string;
    properties: Uint8Array;
    size: number;
    /** Index of the coder whose output it takes; undefined where that is a packed stream. */
    takes?: number;
}
/** A stream that is compressed as one piece; its output is cut into files. */
export interface SevenZipFolder {
    coders: SevenZipCoder[];
    /** Index of the coder whose output is that of the folder. */
    last: number;
    /** Packed streams that its coders take. */
    packedStreams: number;
    /** Offset and length of the packed bytes, from the end of the signature header. */
    packedStart: number;
    packedSize: number;
    size: number;
    /** Lengths of the files in it. */
    parts: number[];
}
export interface SevenZipFile {
    name: string;
    /** False for directories and empty files. */
    hasStream: boolean;
}
export interface SevenZipHeader {
    folders: SevenZipFolder[];
    files: SevenZipFile[];
}
/** Parses a header that is not packed itself. Throws `invalid-structure`, `truncated`, `unsupported`, `resource-limit`. */
export declare function parseHeader(cursor: Cursor, limits: Limits): SevenZipHeader;
/** Folders with their packed ranges and the lengths of the files inside. */
export declare function parseStreams(cursor: Cursor, limits: Limits): SevenZipFolder[];
