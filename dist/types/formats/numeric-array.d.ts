import type { Json } from '../containers/json-document.js';
/** Numbers of nested lists, in order. */
export declare function numbersIn(value: Json): Generator<number>;
/** Numbers of a rectangular nesting in C order, as little-endian float64 or float32. */
export declare function numbersOf(value: Json, itemBytes?: 4 | 8): Uint8Array;
/**
 * True where the numbers are float32 values that were written as float64: every one is exact in 24 bits, and some have
 * more digits than a float32 needs, as a widened one does (0.1 becomes 0.10000000149011612).
 */
export declare function areWidened(values: Iterable<Json>): boolean;
/** Values that are already in memory. */
export declare const inMemory: (bytes: () => Uint8Array) => () => AsyncGenerator<Uint8Array>;
