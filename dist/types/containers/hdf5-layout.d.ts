import type { Cursor } from '../bytes/cursor.js';
import { type Hdf5Bytes } from './hdf5-bytes.js';
/** How a dataset's values lie in the file (HDF5 File Format Specification IV.A.2.i). */
export type Layout = {
    class: 'compact';
    data: Uint8Array;
    offset: number;
} | {
    class: 'contiguous';
    address: number | null;
    size: number | null;
}
/** `unfilteredEdges`: chunks that reach beyond the shape were stored without filters. */
 | {
    class: 'chunked';
    chunk: number[];
    elementSize: number;
    index: ChunkIndex;
    unfilteredEdges: boolean;
} | {
    class: 'virtual';
    heap: number | null;
    heapIndex: number;
};
/** Where the chunks are listed. Addresses are null where no chunk was ever written. */
export type ChunkIndex = {
    kind: 'btree-1';
    address: number | null;
} | {
    kind: 'single';
    address: number | null;
    filteredSize: number | null;
    filterMask: number;
} | {
    kind: 'implicit';
    address: number | null;
} | {
    kind: 'fixed-array';
    address: number | null;
} | {
    kind: 'extensible-array';
    address: number | null;
} | {
    kind: 'btree-2';
    address: number | null;
};
export declare function parseLayout(bytes: Hdf5Bytes, cursor: Cursor): Layout;
