import { type Format } from './format.js';
/** MAT-files of level 7.3: HDF5 behind a user block with MATLAB's own header. Arrays lie transposed. */
export declare const matlabV73Hdf5: Format;
