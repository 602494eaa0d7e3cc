import { type Format } from './format.js';
/** The `.keras` archive of Keras 3: configuration as JSON, weights as HDF5. */
export declare const kerasV3Zip: Format;
