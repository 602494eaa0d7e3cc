import type { Inspection } from '../formats/inspection.js';
import type { ModelReport, ModelSet } from './assessment.js';
/** What a model is made of, without its values: bare names and shapes of its weights. Empty where none are known. */
export declare const structureOf: ({ contents }: Inspection) => string;
/**
 * Native models and their open copies. Equal tensors prove a copy, whatever the names; without digests that prove it,
 * a copy is matched by its name, and is stale where the same tensors hold other values. A model that is preservable by
 * itself and copies nothing is a set of its own.
 */
export declare function findSets(inspections: readonly Inspection[], reports: readonly ModelReport[]): ModelSet[];
