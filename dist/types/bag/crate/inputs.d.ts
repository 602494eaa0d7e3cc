import type { BagFacts } from '../facts.js';
import { type Entity, type Reference } from './entity.js';
import type { Files } from './files.js';
/** What went into the trainings. */
export interface Inputs {
    /** Settings, training data and cited sources. */
    shared: Reference[];
    seedsOf(script: string): Reference[];
    /** Hardware and determinism flags. */
    environment: Reference[];
    entities: Entity[];
}
/** Settings, seeds, data and environment of the trainings, each with the place it was found. */
export declare function inputs(facts: BagFacts, files: Files): Inputs;
