import type { Tolerance } from '../../reproduce/comparison.js';
import type { ProofResult } from '../proof.js';
import { type Row } from './rows.js';
/** What a model answers for one row: numbers and labels by name, in one order. */
export type Answer = readonly {
    name: string;
    value: number | string | null;
}[];
/** Nine digits of a float64 model, six of a float32 one; below the absolute part a number is zero. */
export declare const TOLERANCE: Tolerance;
/**
 * Proof by predictions: labels are the same, numbers are within the tolerance, on every row. What neither side answers
 * is equal; what one of them does not answer is not.
 */
export declare function comparePredictions(rows: readonly Row[], native: readonly Answer[], copy: readonly Answer[], how: string, tolerance?: Tolerance): ProofResult;
export declare const GENERATED = "generated from the model alone: numbers at its thresholds and between, every label, gaps where it takes them";
