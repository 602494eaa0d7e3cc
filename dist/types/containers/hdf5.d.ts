import { FormatError } from '../bytes/format-error.js';
import type { Limits } from '../bytes/limits.js';
import type { ByteSource } from '../bytes/source.js';
import type { Hdf5Bytes } from './hdf5-bytes.js';
import { type ObjectHeader } from './hdf5-object-header.js';
import { type Superblock } from './hdf5-superblock.js';
export { type Attribute, readAttributes } from './hdf5-attributes.js';
export { type Hdf5Bytes, readSized } from './hdf5-bytes.js';
export { chunkBytes, chunkGrid, readChunkMap } from './hdf5-chunks.js';
export { type Dataset, isDataset, readDataset } from './hdf5-dataset.js';
export type { Datatype } from './hdf5-datatype.js';
export { codecOf } from './hdf5-elements.js';
export { unknownFilter } from './hdf5-filters.js';
export { GlobalHeap } from './hdf5-heaps.js';
export { type ObjectHeader, readObjectHeader } from './hdf5-object-header.js';
export { countOf, streamStored, streamValues } from './hdf5-stream.js';
export { findSignature, readSuperblock, type Superblock } from './hdf5-superblock.js';
export { decodeElement, decodeValue, type Hdf5Value, readVarying } from './hdf5-values.js';
export { readVirtualSources } from './hdf5-virtual.js';
/** An object of an HDF5 file, listed once under the first of its paths. */
export interface Hdf5Object {
    /** Absolute path, `/` for the root group. */
    path: string;
    kind: 'group' | 'dataset' | 'datatype';
    header: ObjectHeader;
    /** Further paths that lead to the same object. */
    aliases: string[];
}
/** Everything that a walk through the groups of a file finds. Links are never followed out of the file. */
export interface Hdf5Listing {
    superblock: Superblock;
    bytes: Hdf5Bytes;
    /** Parents before members, members sorted by the bytes of their names. */
    objects: Hdf5Object[];
    softLinks: {
        path: string;
        target: string;
    }[];
    externalLinks: {
        path: string;
        file: string;
        target: string;
    }[];
    /** Objects that could not be read, each with the reason. */
    problems: {
        path: string;
        error: FormatError;
    }[];
}
/** Lists all objects of an HDF5 file. Groups may contain each other; each object is visited once. */
export declare function listHdf5(source: ByteSource, limits: Limits): Promise<Hdf5Listing>;
/** One broken object does not hide the others: its error is kept and the walk goes on, unless a limit was reached. */
export declare function attempt<T>(listing: Pick<Hdf5Listing, 'problems'>, path: string, read: () => Promise<T>): Promise<T | null>;
