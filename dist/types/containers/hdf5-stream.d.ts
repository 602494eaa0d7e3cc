import type { Hdf5Bytes } from './hdf5-bytes.js';
import type { Dataset } from './hdf5-dataset.js';
/** Number of elements of a dataset; the null dataspace has none. */
export declare const countOf: (dataset: Dataset) => number;
/** Canonical values of a dataset in C order. Throws `unsupported` where they have no canonical form. */
export declare function streamValues(bytes: Hdf5Bytes, dataset: Dataset): AsyncGenerator<Uint8Array>;
/** Elements as stored, in C order, filters undone, missing chunks filled. */
export declare function streamStored(bytes: Hdf5Bytes, dataset: Dataset): AsyncGenerator<Uint8Array>;
