import type { Cursor } from '../bytes/cursor.js';
/** One step of the pipeline that chunks pass through when written; undone in reverse (specification IV.A.2.l). */
export interface Filter {
    id: number;
    name: string;
    optional: boolean;
    values: number[];
}
export declare function parseFilters(cursor: Cursor): Filter[];
/** The first filter of a pipeline that cannot be undone here; undefined where all can. */
export declare const unknownFilter: (filters: readonly Filter[]) => Filter | undefined;
/** Undoes the filters of one chunk. `mask` has a bit for each filter that was left out. `expected` is the chunk's size. */
export declare function unfilter(stored: Uint8Array, filters: readonly Filter[], mask: number, expected: number, offset: number): Uint8Array;
/** Fletcher's checksum over 16-bit big-endian words, as HDF5 computes it. */
export declare function fletcher32(data: Uint8Array): number;
