import type { Limits } from '../bytes/limits.js';
import { type Json } from '../containers/json-document.js';
import { type PickleUnknown, type PickleValue } from '../containers/pickle.js';
import type { Observation } from './format.js';
/** A skops document as the plain values that pickles are read into, so that both are described alike. */
export interface SkopsTree {
    root: PickleValue;
    /** Qualified names of the classes and functions that loading looks up. */
    names: Set<string>;
    /** Array member → the values that stand for it. */
    files: Map<string, PickleUnknown[]>;
    observations: Observation[];
}
/** Converts a parsed `schema.json`. Throws `invalid-structure` and `resource-limit`. */
export declare function skopsTree(schema: Json, limits: Limits): SkopsTree;
