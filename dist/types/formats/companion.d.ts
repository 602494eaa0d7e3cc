import type { ByteSource } from '../bytes/source.js';
import type { ModelInput, Observation } from './format.js';
/**
 * Opens a file that a model names. Null where it cannot be had; the reason is added to the observations, once per file:
 * `external` where the path leaves the folder, `unread` where nothing readable is there.
 */
export declare function openCompanion(model: ModelInput, relative: string, observations: Observation[]): Promise<ByteSource | null>;
