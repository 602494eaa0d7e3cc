import { type JsonObject } from '../containers/json-document.js';
import type { Hdf5Contents } from './hdf5-contents.js';
/** A layer as a configuration describes it. */
export interface KerasLayer {
    className: string;
    config: JsonObject;
}
/** What is known of the model besides its weights file. */
export interface KerasModel {
    className?: string;
    /** By name. */
    layers: Map<string, KerasLayer>;
    optimizer?: KerasLayer;
    /** Names of the model's own layers by the group that each is stored in. */
    groupNames: Map<string, string>;
    /** Numbers of the input layers of sequential models, by group; null where the name tells none. */
    inputNumbers: Map<string, number | null>;
}
/**
 * Gives the tensors of a Keras 3 weights file the paths that Keras prints for its variables. The file has the names of
 * layers (attribute `name` of each `vars` group); variables are numbered and named by their layer's class.
 * Returns groups whose variables could not be named.
 */
export declare function nameKerasVariables(contents: Hdf5Contents, model: KerasModel): string[];
/** Class of a model in a weights file as far as it shows. */
export declare const modelClassOf: (contents: Hdf5Contents) => string | undefined;
