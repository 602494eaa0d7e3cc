import { type Limits } from '../bytes/limits.js';
import { type FileAccess } from './file-access.js';
import type { Inspection } from './inspection.js';
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
