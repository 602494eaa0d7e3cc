import type { BagFacts } from './facts.js';
/**
 * mof.yml: the components of the Model Openness Framework that the release holds, in the form its evaluation tool reads
 * (schema/mof_schema.json of https://github.com/lfai/model_openness_tool). A component has one path: the deepest folder of its files.
 */
export declare function mofText(facts: BagFacts): string;
