import { type JsonObject } from '../../containers/json-document.js';
import type { Tensor } from '../tensor.js';
/** A layer as a graph needs it. */
export interface LayerPlace {
    name: string;
    className: string;
    config: JsonObject;
    /** Group of a Keras 3 weights file that has its variables. */
    group: string;
    /** Name of the outermost layer that holds it; its own where none does. */
    outermost: string;
}
/** Finds the tensors of a layer among all: tensor name by role. */
export type FindWeights = (layer: LayerPlace, tensors: readonly Tensor[]) => Record<string, string>;
/** Keras 3: variables are numbered below the layer's group. Those of layers inside of it belong to these. */
export declare const storedByGroup: FindWeights;
/** Keras 1 and 2, and the HDF5 of Keras 3: variables have names below the group of the outermost layer. */
export declare const storedByName: FindWeights;
