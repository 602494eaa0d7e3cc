import type { Limits } from '../bytes/limits.js';
import { type JsonObject } from '../containers/json-document.js';
import type { Contents, FormatFacts, ModelInput, Tensor } from './format.js';
export declare const HF_FACTS: FormatFacts;
/** Conventional weight files that a folder has. */
export declare const weightsIn: (names: readonly string[]) => string[];
/** Reads a JSON companion; null where there is none. */
export declare function readJsonCompanion(model: ModelInput, name: string, limits: Limits): Promise<JsonObject | null>;
/** The entry itself as JSON; anything but an object is an empty one. */
export declare function readConfig(model: ModelInput, limits: Limits): Promise<JsonObject>;
/** Adds every given key that the document has as a fact. */
export declare function addFacts(document: JsonObject, keys: readonly string[], where: string, contents: Contents): void;
/** Adds the weights: tensors of the first file, and of the others only what loading them means. */
export declare function addWeights(model: ModelInput, contents: Contents): Promise<void>;
/** Values of the tensors of `addWeights`. */
export declare function weightTensors(model: ModelInput, contents: Contents): AsyncGenerator<Tensor>;
/** `auto_map` names classes in Python files that come with the model and run when it is loaded with trust. */
export declare function addRemoteCode(document: JsonObject, where: string, model: ModelInput, contents: Contents): Promise<void>;
/** A program that comes with the model: a companion whose calls are told. */
export declare function addProgram(file: string, model: ModelInput, contents: Contents): Promise<void>;
/** Chat templates, wherever tokenizers keep them. */
export declare function addTemplates(model: ModelInput, contents: Contents, limits: Limits): Promise<void>;
/** License, data and base model from the front matter of the model card. */
export declare function addModelCard(model: ModelInput, contents: Contents): Promise<void>;
