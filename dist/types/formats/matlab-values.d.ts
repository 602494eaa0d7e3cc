import { type MatArray } from '../containers/matlab5.js';
/** Values in row-major order as little-endian numbers of the array's class, whatever they are stored as. */
export declare function readMatNumbers(array: MatArray, dtype: string): Promise<Uint8Array>;
/** Rows of a character array as strings. */
export declare function readMatText(array: MatArray): Promise<Uint8Array>;
