import { type Hdf5Bytes } from './hdf5-bytes.js';
/** An element of an array of chunks. */
export interface ArrayElement {
    number: number;
    address: number;
    /** Null where chunks have no filters. */
    size: number | null;
    filterMask: number;
}
/** Chunks of a dataset of fixed shape (HDF5 File Format Specification VII.C). */
export declare function fixedArrayElements(bytes: Hdf5Bytes, address: number, isFiltered: boolean): AsyncGenerator<ArrayElement>;
/** Chunks of a dataset that grows in one dimension (HDF5 File Format Specification VII.D). */
export declare function extensibleArrayElements(bytes: Hdf5Bytes, address: number, isFiltered: boolean): AsyncGenerator<ArrayElement>;
