import { type Format } from './format.js';
/** What Octave's `save -hdf5` writes: a group for each variable with its type and its value, transposed. */
export declare const octaveHdf5: Format;
