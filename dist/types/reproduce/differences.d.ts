import type { NumberReader } from '../formats/element-numbers.js';
import type { TensorComparison, Tolerance } from './comparison.js';
/** What a comparison says of numbers. */
export type NumericDifferences = Pick<TensorComparison, 'maxAbs' | 'maxRel' | 'differing' | 'beyond'> & Partial<Pick<TensorComparison, 'meanAbs' | 'rootMeanSquare' | 'firstDifference' | 'histogram'>>;
/**
 * Gathers how the elements of two tensors of equal shape differ, chunk by chunk in C order. Chunks of equal bytes need
 * not be shown, only counted by `skip`.
 */
export declare class Differences {
    #private;
    readonly shape: readonly number[];
    readonly tolerance: Tolerance;
    constructor(shape: readonly number[], tolerance: Tolerance);
    /** Elements whose bytes are the same. */
    skip(elements: number): void;
    /** Elements of both sides, read by the readers of their dtypes. */
    add(a: Uint8Array, b: Uint8Array, readA: NumberReader, readB: NumberReader, most: number): void;
    get differing(): number;
    get beyond(): number;
    summary(): NumericDifferences;
}
/** Row-major index of the element at a position. */
export declare function indexOf(at: number, shape: readonly number[]): number[];
