import type { Cursor } from '../bytes/cursor.js';
import { type Hdf5Bytes } from './hdf5-bytes.js';
/** Record types of version 2 B-trees (HDF5 File Format Specification III.A.2). */
export declare const RECORD: {
    readonly hugeObject: 1;
    readonly hugeFiltered: 2;
    readonly hugeDirect: 3;
    readonly hugeDirectFiltered: 4;
    readonly linkName: 5;
    readonly attributeName: 8;
    readonly chunk: 10;
    readonly filteredChunk: 11;
};
/** Records of a version 2 B-tree of one of `types`, each as a cursor; order is not kept. */
export declare function tree2Records(bytes: Hdf5Bytes, address: number, types: readonly number[]): AsyncGenerator<{
    type: number;
    record: Cursor;
}>;
