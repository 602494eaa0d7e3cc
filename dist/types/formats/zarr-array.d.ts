import type { Limits } from '../bytes/limits.js';
import type { ZarrArray } from './zarr-metadata.js';
export type ReadChunk = (key: string) => Promise<Uint8Array | null>;
/** Values of the whole array, C-order and little-endian: chunks joined, each read by its key. Missing chunks are the fill value. */
export declare function readZarr(array: ZarrArray, read: ReadChunk, limits: Limits): Promise<Uint8Array>;
