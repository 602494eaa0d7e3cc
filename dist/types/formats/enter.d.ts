import type { Limits } from '../bytes/limits.js';
import type { ByteSource } from '../bytes/source.js';
import { type Contents, type ModelInput, type Observation } from './format.js';
import { type Identification } from './identify.js';
import { type OpenedModel } from './open-model.js';
export type Door = Pick<OpenedModel, 'companion' | 'companionKind' | 'listCompanions'>;
/** Identifies a source and makes the input that its reader gets. */
export declare function enter(path: string, source: ByteSource, door: Door, limits: Limits, depth?: number): Promise<{
    found: Identification;
    input: ModelInput;
}>;
/** Contents as far as they can be read; the reasons why reading stopped are the first observations. FormatError is caught here. */
export declare function read(found: Identification, input: ModelInput, limits: Limits): Promise<Contents>;
/** Adds the observation that a FormatError is, once per code and place; anything else is our bug and thrown on. */
export declare function observe(error: unknown, observations: Observation[], name?: string): void;
