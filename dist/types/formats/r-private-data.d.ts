import { type RObject } from '../containers/r-serialization.js';
import type { Fact } from './format.js';
import type { RGraph } from './r-graph.js';
/** Training data kept in a model and environments captured with it, measured in bytes as stored. */
export declare function privateDataFacts(root: RObject, name: string, graph: RGraph, isBesideModel?: boolean): Fact[];
/** Models are lists with a class, or S4 objects; data frames and tables are data by themselves. */
export declare function isModel(value: RObject): boolean;
