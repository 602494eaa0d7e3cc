import type { Fact } from './format.js';
/** Values of fields as facts, as many as anybody reads. */
export declare class ScalarFacts {
    #private;
    add(fact: Fact): void;
    /** The facts, and how many there are besides. */
    listed(where: string): Fact[];
}
