import type { ProvenCopy } from './proven-copy.js';
/** Copies of models: where each lies, and how far at most its numbers are from those of the model. */
export declare function proofs(copies: readonly ProvenCopy[]): string;
