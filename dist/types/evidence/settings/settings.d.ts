import type { Collection } from '../../collect/collection.js';
import { type Settings } from './reader.js';
export type { Settings } from './reader.js';
/** Reads parameter files, pipeline locks, metrics, model cards and run records of a repository. */
export declare function gatherSettings(collection: Collection): Promise<Settings>;
