import type { BagFacts } from './facts.js';
/**
 * mof.yml: the components of the Model Openness Framework that the release holds, in the form its evaluation tool reads.
 */
export declare function mofText(facts: BagFacts): string;
