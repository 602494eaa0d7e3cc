/**
 * Elements as text that reads back to the same bits, and back. JSON knows no NaN, no infinity and no integers beyond
 * 2^53: those are strings. Complex numbers are pairs, strings themselves, R's NA is null.
 */
export type Element = number | string | boolean | null | [Element, Element];
/** The text form of numbers of a dtype, one after the other. */
export declare function numberElements(dtype: string, bytes: Uint8Array, count: number): Element[];
/** Bytes of elements that were read from text; null where one of them is no value of the dtype. */
export declare function bytesOfElements(dtype: string, elements: readonly unknown[]): Uint8Array | null;
/** Strings of a tensor: for each a length (u32, little-endian) and UTF-8; `ff ff ff ff` is R's NA. */
export declare function stringElements(bytes: Uint8Array): (string | null)[];
