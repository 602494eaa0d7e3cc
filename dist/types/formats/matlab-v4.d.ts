import { type Format } from './format.js';
/** MAT-files of level 4: a header of five numbers, a name, values. */
export declare const matlabV4: Format;
