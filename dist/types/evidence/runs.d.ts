import type { Collection } from '../collect/collection.js';
import type { Inspection } from '../formats/inspection.js';
import type { Run } from './evidence.js';
/** Recorded runs against the files that are here. */
export declare function gatherRuns(collection: Collection, inspections: readonly Inspection[]): Promise<Run[]>;
