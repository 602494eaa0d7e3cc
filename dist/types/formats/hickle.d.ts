import { type Format } from './format.js';
/** Python objects in HDF5, as hickle dumps them; what it does not know it pickles. */
export declare const hickle: Format;
