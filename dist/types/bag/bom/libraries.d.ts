import type { BagFacts } from '../facts.js';
export interface Libraries {
    components: object[];
    refs: string[];
    /** Reference of a package by its name, where exactly known. */
    refOf(name: string): string | undefined;
}
/** Exactly pinned packages of all environment files, once each. */
export declare function libraries(facts: BagFacts): Libraries;
