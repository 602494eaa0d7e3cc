import type { ByteSource } from '../bytes/source.js';
import type { Contents, ModelInput, Part } from './format.js';
/** Inspects a member of an archive by its content and adds what loading it would import and what was noticed. Null without the means to. */
export declare function addPart(contents: Contents, model: ModelInput, member: string, source: ByteSource): Promise<Part | null>;
