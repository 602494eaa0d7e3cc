import type { RSerialization } from './r-serialization.js';
import type { RText, RVector } from './r-serialization-objects.js';
type Input = RSerialization['input'];
/** Bytes of one value, as canonical values have them. */
export declare const R_ITEM_BYTES: Readonly<Record<RVector['kind'], number>>;
/** Values of a vector in the order of R (column-major), little-endian; NA of integers and logicals is -2^31. */
export declare function streamNumbers(input: Input, vector: RVector): AsyncIterable<Uint8Array>;
/** Strings of a vector in order; null is NA. */
export declare function streamTexts(origin: Input, text: RText): AsyncGenerator<string | null>;
/**
 * A number as R writes it: the fewest significant digits, at most 15, that give the value to 15 digits; fixed notation
 * where it is no longer than scientific.
 */
export declare function formatNumber(value: number): string;
export {};
