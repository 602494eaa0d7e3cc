import type { Limits } from '../bytes/limits.js';
import type { ByteSource } from '../bytes/source.js';
import { type Dataset, type Hdf5Listing, type Hdf5Value } from '../containers/hdf5.js';
import type { Observation, Tensor, TensorInfo } from './format.js';
import { type Hdf5Tensor } from './hdf5-observations.js';
export type { Hdf5Tensor } from './hdf5-observations.js';
/** An HDF5 file as this project sees it: the listing, its tensors, its attributes, what is odd about it. */
export interface Hdf5Contents {
    listing: Hdf5Listing;
    tensors: Hdf5Tensor[];
    /** By path of the object. */
    attributes: Map<string, Map<string, Hdf5Value>>;
    observations: Observation[];
    /** Names that unpickling parts of the file would import. */
    globals: string[];
    /** Bytes of values as stored; undefined where that would need reading long lists of chunks. */
    storedBytes?: number;
}
/**
 * Reads everything but values. `extend` may add datasets that no link leads to, before what is odd is looked for.
 */
export declare function readHdf5(source: ByteSource, limits: Limits, extend?: (contents: Hdf5Contents) => Promise<void>): Promise<Hdf5Contents>;
/** The tensor that a dataset is, under a name; `base` is the offset of address 0. */
export declare function datasetInfo(name: string, dataset: Dataset, base: number): TensorInfo;
/** The tensors of a file with their values. */
export declare function hdf5Tensors(contents: Hdf5Contents): AsyncGenerator<Tensor>;
