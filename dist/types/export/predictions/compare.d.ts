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
 * is equal, and proves nothing: NotExportable where there is no answer at all. What one of them does not answer is not equal.
 */
export declare function comparePredictions(native: Iterable<Answer>, copy: Iterable<Answer>, inputs: NonNullable<ProofResult['inputs']>, tolerance?: Tolerance): ProofResult;
/** Row by row, since answers as objects take many times the room of their numbers. */
export declare function answersTo(rows: readonly Row[], answer: (row: Row) => Answer): Generator<Answer>;
/** Rows that were generated, as a proof tells of them. */
export declare const aboutRows: (rows: readonly Row[]) => NonNullable<ProofResult['inputs']>;
