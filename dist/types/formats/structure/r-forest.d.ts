import { type RObject } from '../../containers/r-serialization.js';
import type { Origin } from './origin.js';
import { type RReading } from './r-reading.js';
import type { TreeModel } from './statistical-model.js';
/** A forest of the package randomForest (help page "randomForest", "getTree"); null where it was saved without its trees. */
export declare function forestModel(object: RObject, origin: Origin, reading: RReading): Promise<TreeModel | null>;
