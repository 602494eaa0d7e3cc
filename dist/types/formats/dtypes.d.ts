/** Bits of one element of each dtype whose size is fixed. Small integers take a byte each (`packed-integers.ts`). */
export declare const ITEM_BITS: Readonly<Record<string, number>>;
/** Number of elements of a shape; undefined for a shape that no file can hold (2^53 elements or more, in any prefix). */
export declare function countElements(shape: readonly number[]): number | undefined;
/** Number of elements of a shape; FormatError `invalid-structure` where no file can hold it. */
export declare function elementCount(shape: readonly number[], offset?: number): number;
/** Bytes of `count` elements of a dtype, packed; undefined for dtypes without a fixed size. */
export declare function byteLengthOf(dtype: string, count: number): number | undefined;
