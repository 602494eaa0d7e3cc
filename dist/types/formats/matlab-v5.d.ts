import { type Format } from './format.js';
/** MAT-files of level 5 and 7, as MATLAB (`-v6`, `-v7`), Octave and SciPy write them. */
export declare const matlabV5: Format;
