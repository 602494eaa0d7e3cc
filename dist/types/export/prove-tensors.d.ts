import { type ModelPlace } from '../reproduce/compare.js';
import type { ProofResult } from './proof.js';
/**
 * Proof by reading both files with our readers, element by element. Equal only where every tensor that was meant to be
 * exported is in the copy, under its name, with the same dtype, shape and values, and nothing else is.
 */
export declare const proveTensors: (exported: readonly {
    name: string;
}[]) => (native: ModelPlace, written: ModelPlace) => Promise<ProofResult>;
