import type { Limits } from '../bytes/limits.js';
/** What `.zarray` (Zarr version 2) says of an array. */
export interface ZarrArray {
    dtype: string;
    bigEndian: boolean;
    shape: number[];
    chunks: number[];
    compressor: 'zstd' | 'gzip' | 'zlib' | null;
    separator: string;
}
/** Parses `.zarray`. */
export declare function parseZarray(bytes: Uint8Array, limits: Limits): ZarrArray;
/** Bytes of the whole array as stored, in C order: chunks joined, each read by its key (`0.1`). Missing chunks are zero. */
export declare function joinChunks(array: ZarrArray, read: (key: string) => Promise<Uint8Array | null>, limits: Limits): Promise<Uint8Array>;
