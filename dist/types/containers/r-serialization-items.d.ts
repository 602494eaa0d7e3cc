import { type RInput } from './r-serialization-input.js';
import { type RObject } from './r-serialization-objects.js';
import { type Reading, type Step } from './r-serialization-reading.js';
/** A reading at its beginning. */
export declare function newReading(input: RInput, latin1: boolean): Reading;
/** Reads the next item. */
export declare function readItem(reading: Reading): Step<RObject>;
