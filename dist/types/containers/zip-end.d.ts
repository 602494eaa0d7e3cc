import type { ByteSource } from '../bytes/source.js';
import type { ZipProblem } from './zip-member.js';
/** Where the central directory lies, as the end records say (APPNOTE 4.3.14 to 4.3.16). */
export interface ZipEnd {
    entries: number;
    /** Declared offset of the central directory, before any shift by bytes in front of the archive. */
    directoryOffset: number;
    directorySize: number;
    /** Offset right after the central directory: of the first end record. */
    endOffset: number;
    /** Bytes of the archive comment. */
    comment: number;
    /** Bytes after the archive comment. */
    trailing: number;
    problems: ZipProblem[];
}
/** Finds the end record by searching backwards through the longest possible comment. Throws `invalid-structure` where there is none. */
export declare function readZipEnd(source: ByteSource): Promise<ZipEnd>;
