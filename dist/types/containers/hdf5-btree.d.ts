import type { Cursor } from '../bytes/cursor.js';
import { type Hdf5Bytes } from './hdf5-bytes.js';
/** Node types of version 1 B-trees (HDF5 File Format Specification III.A.1). */
export declare const NODE: {
    readonly group: 0;
    readonly chunks: 1;
};
/** A child of a leaf with the key before it. */
export interface TreeEntry {
    key: Cursor;
    child: number;
}
/**
 * Entries of the leaves of a version 1 B-tree, in order. Levels must fall towards the leaves and no node occurs twice,
 * so that every walk ends.
 */
export declare function treeEntries(bytes: Hdf5Bytes, root: number, nodeType: number, keyLength: number): AsyncGenerator<TreeEntry>;
