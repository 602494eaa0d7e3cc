import { type RObject } from '../../containers/r-serialization.js';
import type { Origin } from './origin.js';
import { type RReading } from './r-reading.js';
import type { Field, TreeModel } from './statistical-model.js';
/** Fields of a model from its terms: the response first, where there is one. */
export declare function fieldsOf(object: RObject, levels: Record<string, string[]>): Field[];
/** A tree of the package rpart (help page "rpart.object"); null where parts are missing. */
export declare function rpartModel(object: RObject, origin: Origin, reading: RReading): Promise<TreeModel | null>;
