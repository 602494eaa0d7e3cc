/** Place of the first largest number; lists may be longer than a call takes arguments. */
export declare function placeOfLargest(values: readonly number[]): number;
export declare const placeOfSmallest: (values: readonly number[]) => number;
export declare const largest: (values: readonly number[]) => number;
