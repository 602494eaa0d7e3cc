import type { BagFacts } from '../facts.js';
import { type Entity, type Reference } from './entity.js';
export interface People {
    authors: Reference[];
    publisher?: Reference;
    entities: Entity[];
}
/** Authors and their organizations; addresses are left out. */
export declare function people(facts: BagFacts): People;
