import type { RObject } from './r-serialization-objects.js';
import { type Reading, type Step } from './r-serialization-reading.js';
/** Reads compiled code: how many expressions are shared, instructions, constants. */
export declare function readByteCode(reading: Reading, start: number): Step<RObject>;
