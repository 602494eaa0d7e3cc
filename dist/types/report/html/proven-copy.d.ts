import type { Proof } from '../../export/proof.js';
/** A copy of a model, with how it is known to be equal. */
export interface ProvenCopy {
    native: string;
    path: string;
    proof: Proof;
}
