import type { Format } from './format.js';
/** Formats in HDF5, of Keras, MATLAB, Octave and R: most special first. */
export declare const hdf5Formats: readonly Format[];
