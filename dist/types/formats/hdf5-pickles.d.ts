import type { Limits } from '../bytes/limits.js';
import { type Attribute, type Dataset, type GlobalHeap, type Hdf5Listing, type Hdf5Value } from '../containers/hdf5.js';
import { type Observation } from './format.js';
/** What unpickling parts of an HDF5 file would import and call. */
export interface Hdf5Pickles {
    globals: string[];
    observations: Observation[];
}
/** Adds an attribute that PyTables takes for a pickle; a text that merely ends with a full stop is none. */
export declare function addPickledAttribute(found: Hdf5Pickles, { type, data }: Attribute, member: string, limits: Limits): Promise<void>;
/** True for datasets whose values are pickles by what their attributes say. */
export declare const isPickled: (attributes: ReadonlyMap<string, Hdf5Value>) => boolean;
/** Adds what unpickling the values of a dataset does: rows of varying length, or one run of bytes. */
export declare function addPickledDataset(found: Hdf5Pickles, { bytes }: Hdf5Listing, dataset: Dataset, heap: GlobalHeap, member: string, limits: Limits): Promise<void>;
