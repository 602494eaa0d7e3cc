import type { Tensor, TensorInfo } from '../formats/format.js';
import type { Match, TensorComparison, Tolerance } from './comparison.js';
/** A comparison, or why there is none. */
export type Compared = {
    comparison: TensorComparison;
} | {
    reason: string;
};
/** Compares two tensors element by element, in constant memory. */
export declare function compareTensors(a: Tensor, b: Tensor, matchedBy: Match, tolerance: Tolerance): Promise<Compared>;
/** A tensor without a counterpart. */
export declare const unmatched: (info: TensorInfo, side: 'a' | 'b') => TensorComparison;
