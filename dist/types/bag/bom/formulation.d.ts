import type { BagFacts } from '../facts.js';
/** How the models were made: one workflow for each training script, with its seeds and settings as parameters. */
export declare function formulation(facts: BagFacts): {
    formulation?: object[];
};
