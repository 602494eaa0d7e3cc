import { type Json, type JsonObject } from '../containers/json-document.js';
import type { Fact } from './format.js';
import type { KerasModel } from './keras-names.js';
/** The parts of a model's configuration that names and facts need. */
export declare function parseKerasModel(root: Json, compile: Json | undefined): KerasModel;
/** A model's layers with the groups that they are stored in: named for the class, numbered where a class occurs again. */
export declare function layerGroups(root: Json, base: string): {
    name: string;
    className: string;
    value: JsonObject;
    group: string;
}[];
/** Class, layers and how the model was compiled. */
export declare function kerasFacts(root: Json, compile: Json | undefined, where: string, compiledWhere: string): Fact[];
