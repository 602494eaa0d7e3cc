import { FormatError } from '../bytes/format-error.js';
import type { Limits } from '../bytes/limits.js';
import { type Dataset, type Hdf5Listing, type Hdf5Object } from '../containers/hdf5.js';
import type { Observation, TensorInfo } from './format.js';
/** A dataset with the tensor that it is. */
export interface Hdf5Tensor {
    info: TensorInfo;
    object: Hdf5Object;
    dataset: Dataset;
}
/** What observing needs and fills. */
interface Observed {
    listing: Hdf5Listing;
    tensors: Hdf5Tensor[];
    observations: Observation[];
    /** Bytes of values as stored; undefined where that would need reading long lists of chunks. */
    storedBytes?: number;
}
/** Everything odd: what is outside, what is broken, what cannot be true. */
export declare function observeHdf5(contents: Observed, limits: Limits): Promise<void>;
/** An error of one object as an observation. */
export declare function observationOf(error: FormatError, member: string): Observation;
export {};
