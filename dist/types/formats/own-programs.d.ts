import type { Limits } from '../bytes/limits.js';
import { type JsonObject } from '../containers/json-document.js';
import type { Contents, ModelInput } from './format.js';
/**
 * Classes in Python files that come with the model and run when it is loaded with trust: `auto_map`, `custom_pipelines`
 * (each with `impl`).
 */
export declare function addRemoteCode(document: JsonObject, where: string, model: ModelInput, contents: Contents): Promise<void>;
/** A program of another repository, which nobody can see here. */
export declare function addForeignProgram(repository: string, name: string, member: string, contents: Contents): void;
/** Modules of a sentence-transformers model, and a way of generating of its own. */
export declare function addNamedModules(model: ModelInput, contents: Contents, limits: Limits): Promise<void>;
/** A program that comes with the model: a companion whose calls are told. Gives its text, '' where it cannot be had. */
export declare function addProgram(file: string, model: ModelInput, contents: Contents): Promise<string>;
