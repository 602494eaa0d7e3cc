import type { Limits } from '../bytes/limits.js';
import type { ByteSource } from '../bytes/source.js';
import { type Json } from '../containers/json-document.js';
import type { Contents, ModelInput, Observation } from './format.js';
/**
 * Opens a file that a model names. Null where it cannot be had; the reason is added to the observations, once per file:
 * `external` where the path leaves the folder, `unread` where nothing readable is there.
 */
export declare function openCompanion(model: ModelInput, relative: string, observations: Observation[]): Promise<ByteSource | null>;
/** Reads a JSON companion; null where there is none, and where it is broken, which is told. */
export declare function readJsonCompanion(model: ModelInput, name: string, contents: Contents, limits: Limits): Promise<Json>;
