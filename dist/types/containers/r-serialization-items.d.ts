import { type RInput } from './r-serialization-input.js';
import { type Reading } from './r-serialization-reading.js';
/** A reading at its beginning. */
export declare function newReading(input: RInput, latin1: boolean): Reading;
