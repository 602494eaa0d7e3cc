import type { Collection } from '../../collect/collection.js';
import type { Settings } from './reader.js';
/** What trackers keep in files of their own forms: MLflow's database, logs of Weights & Biases. Such files have no lines. */
export declare function addStoredRuns(collection: Collection, into: Settings): Promise<void>;
