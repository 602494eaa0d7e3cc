import { Cursor } from '../bytes/cursor.js';
import type { ByteSource } from '../bytes/source.js';
/** Reads metadata of an HDF5 file by address, through a small page cache. Addresses are relative to the base address. */
export declare class Hdf5Bytes {
    #private;
    readonly source: ByteSource;
    /** File offset of address 0. */
    readonly base: number;
    /** Bytes of an address in the file: 2, 4 or 8. */
    readonly offsetSize: number;
    /** Bytes of a length in the file: 2, 4 or 8. */
    readonly lengthSize: number;
    constructor(source: ByteSource, 
    /** File offset of address 0. */
    base: number, 
    /** Bytes of an address in the file: 2, 4 or 8. */
    offsetSize: number, 
    /** Bytes of a length in the file: 2, 4 or 8. */
    lengthSize: number);
    /** A structure of `length` bytes at an address. Throws `truncated` where the file does not have it. */
    read(address: number, length: number): Promise<Cursor>;
    /** As `read`, but with what the file has where it ends before `length` bytes. */
    readUpTo(address: number, length: number): Promise<Cursor>;
    /** An address of the file's size; null for the undefined address (all bits set). */
    address(cursor: Cursor): number | null;
    /** A length of the file's size; null where all bits are set. */
    length(cursor: Cursor): number | null;
}
/** An unsigned little-endian integer of `size` bytes; null where all bits are set. Throws beyond 2^53. */
export declare function readSized(cursor: Cursor, size: number): number | null;
/** As `readSized`, for numbers that have no undefined value (counts, sizes inside structures). */
export declare function readCount(cursor: Cursor, size: number): number;
/** Checks the four-letter signature of a structure and steps over it. */
export declare function expectSignature(cursor: Cursor, signature: string): void;
/** Checks the version of a structure and steps over it. */
export declare function expectVersion(cursor: Cursor, what: string, known: readonly number[]): number;
/** The next `length` bytes as a cursor of their own. */
export declare function takeCursor(cursor: Cursor, length: number): Cursor;
