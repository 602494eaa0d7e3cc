import type { Tolerance } from '../reproduce/comparison.js';
/** `modelbag/proof/1`: that an open copy says the same as its model, and how that is known. */
export interface Proof {
    schema: 'modelbag/proof/1';
    native: {
        path: string;
        format: string;
        sha256: string;
    };
    /** `files`: all of the export, the entry first. */
    open: {
        path: string;
        format: string;
        files: {
            path: string;
            size: number;
            sha256: string;
        }[];
    };
    /** `tensors` every element compared · `predictions` outputs on the same inputs · `coefficients` every number of the model compared */
    method: 'tensors' | 'predictions' | 'coefficients';
    verdict: 'equal' | 'within-tolerance' | 'not-equal';
    tolerance: Tolerance;
    /** Tensors, predictions or coefficients. */
    compared: number;
    /** Numbers in them; of predictions those that one side has an answer to. */
    elements: number;
    /** Largest difference that was found, and where. */
    worst: {
        name: string;
        maxAbs: number;
        maxRel: number;
    } | null;
    /** Of predictions: the inputs, by digest of their rows as JSON. */
    inputs?: {
        rows: number;
        sha256: string;
        how: string;
    };
    leftOut: LeftOut[];
    remarks?: string[];
}
/** What comparing found; the rest of a proof says what was compared. */
export type ProofResult = Omit<Proof, 'schema' | 'native' | 'open' | 'leftOut'>;
/** What an export does not hold, and why. */
export interface LeftOut {
    name: string;
    reason: string;
}
