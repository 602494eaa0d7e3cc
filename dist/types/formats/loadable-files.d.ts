import type { Contents, ModelInput } from './format.js';
/** Says that the reader knows every file of the folder that is asked for as one model. */
export declare const knowsItsFolder: (contents: Contents) => void;
/** Looks into what else lies in the folder, once: what loading it means is told, loading the model does not touch it. */
export declare function addLoadableFiles(model: ModelInput, contents: Contents, isKnown?: (name: string) => boolean): Promise<void>;
