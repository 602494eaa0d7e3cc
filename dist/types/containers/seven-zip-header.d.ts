import { Cursor } from '../bytes/cursor.js';
import type { Limits } from '../bytes/limits.js';
/** One coder of a folder: its method in hexadecimal, and its properties. */
export interface SevenZipCoder {
    method: string;
    properties: Uint8Array;
}
/** A stream that is compressed as one piece; its output is cut into files. */
export interface SevenZipFolder {
    coders: SevenZipCoder[];
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
