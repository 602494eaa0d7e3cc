import { type RObject } from './r-serialization-objects.js';
/**
 * The value that an alternative representation stands for: sequences, strings of numbers, wrappers. A class that is not
 * known here stays opaque.
 */
export declare function unwrapAltrep(info: RObject, state: RObject, attributes: RObject, start: number, end: number): RObject;
