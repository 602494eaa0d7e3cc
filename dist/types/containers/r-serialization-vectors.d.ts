import type { RObject } from './r-serialization-objects.js';
import { type Reading, type Step } from './r-serialization-reading.js';
/** A string item: flags, length, bytes; null is NA. */
export declare function readChar(reading: Reading): Generator<number, string | null, RObject>;
/** Texts say whether they are UTF-8 or Latin-1; others are in the encoding of the machine. */
export declare function decode(bytes: Uint8Array, flags: number, nativeLatin1: boolean): string;
/** Vectors of every type, S4 objects and weak references: everything whose attributes follow it. */
export declare function readVector(reading: Reading, type: number): Step<RObject>;
