/** Numbers in row-major order. */
export interface NumberArray {
    shape: readonly number[];
    data: Float64Array;
}
export declare const sizeOf: (shape: readonly number[]) => number;
export declare const numberArray: (shape: readonly number[], data: Float64Array) => NumberArray;
/** An array of another shape whose elements are found in this one; null or an index outside: zero. */
export declare function within({ shape: from, data }: NumberArray, shape: readonly number[], placeOf: (index: readonly number[]) => readonly number[] | null): NumberArray;
/** `order[i]` is the axis of the old array that becomes axis i. */
export declare const permuted: (x: NumberArray, order: readonly number[]) => NumberArray;
/** Zeros around; less where amounts are negative. */
export declare const padded: (x: NumberArray, amounts: readonly (readonly [number, number])[]) => NumberArray;
/** Arrays one behind the other along an axis. */
export declare function joined(parts: readonly NumberArray[], axis: number): NumberArray;
