import type { Limits } from '../bytes/limits.js';
import { type JsonObject } from '../containers/json-document.js';
import type { Contents, FormatFacts, ModelInput, Tensor } from './format.js';
export declare const HF_FACTS: FormatFacts;
/** Conventional weight files that a folder has. */
export declare const weightsIn: (names: readonly string[]) => string[];
/** The entry itself as JSON; anything but an object is an empty one. */
export declare function readConfig(model: ModelInput, limits: Limits): Promise<JsonObject>;
/** Adds every given key that the document has as a fact. */
export declare function addFacts(document: JsonObject, keys: readonly string[], where: string, contents: Contents): void;
/** Adds the weights: tensors of the first file, and of the others only what loading them means. */
export declare function addWeights(model: ModelInput, contents: Contents): Promise<void>;
/** Values of the tensors of `addWeights`. */
export declare function weightTensors(model: ModelInput, contents: Contents): AsyncGenerator<Tensor>;
/** Chat templates and programs that run with trust, wherever configurations keep them. */
export declare function addTemplates(model: ModelInput, contents: Contents, limits: Limits): Promise<void>;
/** Templates that a document holds: one, a list with names, or one for each name. */
export declare function addTemplatesOf(document: JsonObject, where: string, contents: Contents): void;
/** License, data and base model from the front matter of the model card. */
export declare function addModelCard(model: ModelInput, contents: Contents): Promise<void>;
