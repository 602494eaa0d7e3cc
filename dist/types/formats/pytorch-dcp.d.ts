import { type Format } from './format.js';
/** A checkpoint that several processes wrote: `.metadata` describes what lies where in `__<rank>_<n>.distcp`. */
export declare const pytorchDcp: Format;
