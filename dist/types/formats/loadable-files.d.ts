import type { Contents, ModelInput } from './format.js';
/** Looks into what else lies in the folder: what loading it means is told, loading the model does not touch it. */
export declare function addLoadableFiles(model: ModelInput, contents: Contents): Promise<void>;
