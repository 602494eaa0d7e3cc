import type { Format } from './format.js';
import { hdf5 } from './hdf5.js';

/** Formats in HDF5, of Keras, MATLAB, Octave and R: most special first. */
export const hdf5Formats: readonly Format[] = [hdf5];
