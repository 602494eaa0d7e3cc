import type { Limits } from '../bytes/limits.js';
/** One step back from stored bytes to the C-order, little-endian values of a chunk. */
export type ZarrStage = {
    kind: 'decompress';
    codec: 'zstd' | 'gzip' | 'zlib' | 'bz2' | 'blosc';
} | {
    kind: 'checksum';
} | {
    kind: 'swap';
    itemBytes: number;
} | {
    kind: 'shuffle';
    itemBytes: number;
} | {
    kind: 'transpose';
    order: number[];
} | {
    kind: 'shard';
    chunks: number[];
    stages: ZarrStage[];
    index: ZarrStage[];
    indexAtEnd: boolean;
};
/** What `.zarray` (version 2) or `zarr.json` (version 3) says of an array. */
export interface ZarrArray {
    dtype: string;
    shape: number[];
    chunks: number[];
    stages: ZarrStage[];
    /** One item, little-endian, that stands where no chunk is stored; null where the metadata's value has no known bytes. */
    fill: Uint8Array | null;
    /** Key of the chunk at a place of the grid, below the array's own key. */
    key: (at: readonly number[]) => string;
}
/** Parses `.zarray`. */
export declare function parseZarray(bytes: Uint8Array, limits: Limits): ZarrArray;
/** Parses the `zarr.json` of an array. */
export declare function parseZarrJson(bytes: Uint8Array, limits: Limits): ZarrArray;
