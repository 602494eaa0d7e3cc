import type { BagFacts } from '../facts.js';
import { type Entity } from './entity.js';
import type { Files } from './files.js';
import type { Inputs } from './inputs.js';
/**
 * What was done: trainings, exports, and the archiving. Times and agents of runs are not in the repository and therefore
 * not said. The shape is that of Process Run Crate.
 */
export declare function actions(facts: BagFacts, files: Files, inputs: Inputs): Entity[];
