import type { Network } from '../network/network.js';
import type { NumberArray } from '../network/number-array.js';
import type { ProofResult } from '../proof.js';
/** Inputs of a network that depend on its shapes alone, so that everybody gets the same ones. */
export interface Samples {
    /** By input. */
    feeds: ReadonlyMap<string, NumberArray>;
    count: number;
    about: NonNullable<ProofResult['inputs']>;
}
export declare function generateSamples(network: Network): Samples;
