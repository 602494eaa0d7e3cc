import { type Limits } from '../bytes/limits.js';
import { type Watched } from './deadline.js';
import { type FileAccess } from './file-access.js';
import { type ModelInput } from './format.js';
import type { Identification } from './identify.js';
import type { Inspection } from './inspection.js';
import { type OpenedModel } from './open-model.js';
export interface InspectOptions {
    limits?: Limits;
    /** SHA-256 of the file and of every tensor: reads everything. */
    digests?: boolean;
}
/**
 * Everything known of one model, entered through a file or through the directory it is. Never rejects: what cannot be
 * opened is an inspection with status `error`, what cannot be read is an observation.
 */
export declare function inspectModel(path: string, files: FileAccess, options?: InspectOptions): Promise<Inspection>;
/** A model that is open, and what its entry was recognized as. */
export interface EnteredModel {
    opened: OpenedModel;
    watched: Watched;
    found: Identification;
    input: ModelInput;
}
/** Recognizes an open model. From here on its time runs. Rejects where the entry cannot be read. */
export declare function enterModel(opened: OpenedModel, limits: Limits): Promise<EnteredModel>;
/** Everything known of a model that is open. Never rejects, as `inspectModel`. */
export declare function inspectEntered(path: string, entered: EnteredModel, options?: InspectOptions): Promise<Inspection>;
