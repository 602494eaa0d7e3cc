import { type Json } from '../containers/json-document.js';
import type { Fact, Observation } from './format.js';
/** What the configuration of a Keras model says: code that loading would run or import, paths that it would read, seeds. */
export interface KerasConfig {
    observations: Observation[];
    /** One for each seed that is set. */
    seeds: Fact[];
    /** True where loading would run code that is in the file or import something from outside of Keras. */
    needsCode: boolean;
}
/** Walks a parsed configuration (`config.json`, `model_config`). `where` names it in facts and observations. */
export declare function walkKerasConfig(root: Json, where: string): KerasConfig;
