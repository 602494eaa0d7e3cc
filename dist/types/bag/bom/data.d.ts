import type { BagFacts } from '../facts.js';
export interface DataComponents {
    components: object[];
    refs: string[];
}
/** Training data: one component for what is packed, one for each cited source. */
export declare function dataComponents(facts: BagFacts): DataComponents;
