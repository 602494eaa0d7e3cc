import type { Collection } from '../../collect/collection.js';
import type { Inspection } from '../../formats/inspection.js';
import type { CheckpointRun, Script } from '../evidence.js';
/**
 * Runs of which several states were kept. States of one run lie in one folder (or in one folder each), have one format and
 * the same weights by name and shape, and differ by nothing but what their names say of the training. A model that the same
 * program writes belongs to checkpoints that have no name of their own.
 */
export declare function gatherCheckpoints(collection: Collection, inspections: readonly Inspection[], scripts: readonly Pick<Script, 'path' | 'writes'>[]): Promise<CheckpointRun[]>;
