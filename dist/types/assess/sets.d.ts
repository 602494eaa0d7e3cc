import type { CheckpointRun } from '../evidence/evidence.js';
import type { Inspection } from '../formats/inspection.js';
import type { ModelReport, ModelSet } from './assessment.js';
/**
 * Native models and their open copies. Equal tensors prove a copy, whatever the names; without digests that prove it,
 * a copy is matched by its name, and is stale where the same tensors hold other values. A model that is preservable by
 * itself and copies nothing is a set of its own. States of one training are one set. `made` tells of copies that were made
 * for the archive, and compared, which model each was made of.
 */
export declare function findSets(inspections: readonly Inspection[], reports: readonly ModelReport[], runs?: readonly CheckpointRun[], made?: ReadonlyMap<string, string>): ModelSet[];
/** Every native model with its open copies, the states of a training one by one. */
export declare const everyState: (sets: readonly ModelSet[]) => Omit<ModelSet, 'checkpoints'>[];
/** How it is known that the open copies of a model equal it: by tensors, by the proofs that lie beside them, or by names alone. */
export declare function equalityOf({ open, proof, made, }: Pick<ModelSet, 'open' | 'proof' | 'made'>): 'tensors' | 'proof' | 'name';
