import type { Limits } from '../bytes/limits.js';
import { type PickleValue } from '../containers/pickle.js';
import type { Observation } from './format.js';
import type { Leaf } from './numpy-leaf.js';
import { type PickleHome } from './pickled-arrays.js';
/** Turns a value of a framework into its tensors; null where it is none of the framework's. */
export type LeafReader = (name: string, value: PickleValue, home: PickleHome) => Leaf[] | null;
export interface Leaves {
    leaves: Leaf[];
    observations: Observation[];
}
/**
 * Every tensor reachable from a value through dicts, lists, attributes and modules, by its dotted path. Shared values
 * without tensors are visited once, so that a memo bomb costs nothing.
 */
export declare function collectLeaves(root: PickleValue, home: PickleHome, limits: Limits, reader?: LeafReader): Leaves;
