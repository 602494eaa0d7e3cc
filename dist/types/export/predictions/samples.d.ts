import { type Network } from '../network/network.js';
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
/** Sizes of inputs that a proof takes, and what it costs. */
interface SampleSizes {
    /** Without the batch, of every input. */
    sizes: number[][];
    /** Products that one sample takes. */
    products: number;
    /** Numbers of its largest value. */
    elements: number;
}
/** Throws NotExportable where no proof is possible, which is known before anything is written. */
export declare function sampleSizes(network: Network): SampleSizes;
export {};
