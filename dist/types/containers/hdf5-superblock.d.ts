import type { ByteSource } from '../bytes/source.js';
import { Hdf5Bytes } from './hdf5-bytes.js';
/** What the superblock says about the file (HDF5 File Format Specification III.A). */
export interface Superblock {
    version: number;
    /** Offset of the signature: length of the user block. */
    offset: number;
    /** Address of the root group's object header. */
    root: number;
    /** Declared end of the file, absolute. */
    endOfFile: number;
    /** Address of the object header with the extension, null where there is none. */
    extension: number | null;
    bytes: Hdf5Bytes;
}
/** Offset of the HDF5 signature inside a head of a file; -1 where none lies at 0, 512, 1024, 2048 … */
export declare function findSignature(head: Uint8Array): number;
/** Reads the superblock wherever it lies. Throws `invalid-structure` where there is none. */
export declare function readSuperblock(source: ByteSource): Promise<Superblock>;
