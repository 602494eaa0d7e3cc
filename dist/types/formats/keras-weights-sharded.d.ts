import { type Format } from './format.js';
/** Weights of Keras 3.10 and later in several HDF5 files: an index tells which group of variables lies in which. */
export declare const kerasWeightsSharded: Format;
