import type { Limits } from '../bytes/limits.js';
import type { ByteSource } from '../bytes/source.js';
import { type Contents, type ModelInput } from './format.js';
import { type Identification } from './identify.js';
import { type OpenedModel } from './open-model.js';
type Door = Pick<OpenedModel, 'companion' | 'companionKind' | 'listCompanions'>;
/** Identifies a source and makes the input that its reader gets. */
export declare function enter(path: string, source: ByteSource, door: Door, limits: Limits, depth?: number): Promise<{
    found: Identification;
    input: ModelInput;
}>;
/**
 * Contents as far as they can be read; the reason why reading stopped is the first observation. Where the bytes or a bug of
 * ours stop a reader, what it had noticed is kept: neither may hide what loading runs. What the system or a server refused is
 * thrown on.
 */
export declare function read(found: Identification, input: ModelInput, limits: Limits): Promise<Contents>;
export {};
