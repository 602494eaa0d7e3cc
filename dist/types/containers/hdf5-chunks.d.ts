import { type Hdf5Bytes } from './hdf5-bytes.js';
import type { Dataset } from './hdf5-dataset.js';
import type { Layout } from './hdf5-layout.js';
/** A chunk that was written. */
export interface Chunk {
    address: number;
    /** Bytes as stored. */
    size: number;
    /** A bit for each filter that was left out. */
    filterMask: number;
}
/** The chunks of a dataset. */
export interface ChunkMap {
    /** Number of chunks along each dimension. */
    grid: number[];
    /** By row-major number in the grid. Chunks that are missing hold the fill value. */
    chunks: Map<number, Chunk>;
}
type Chunked = Extract<Layout, {
    class: 'chunked';
}>;
/** Number of chunks along each dimension of a shape. */
export declare const chunkGrid: (shape: readonly number[], chunk: readonly number[]) => number[];
/** Bytes of a chunk when nothing is filtered. */
export declare const chunkBytes: (layout: Chunked) => number;
/** Reads where every chunk of a dataset lies. */
export declare function readChunkMap(bytes: Hdf5Bytes, dataset: Dataset, layout: Chunked): Promise<ChunkMap>;
export {};
