import type { Json } from '../containers/json-document.js';
import { type Ubj } from '../containers/ubjson.js';
import { type Contents, type FormatFacts, type Tensor } from './format.js';
export declare const XGBOOST_FACTS: FormatFacts;
/** An XGBoost model in its own terms, whichever way it was written. */
export interface XgboostModel {
    version: number[];
    objective: string;
    booster: string;
    numFeature: number;
    numClass: number;
    baseScore: string;
    featureNames: string[];
    attributes: Record<string, string>;
    numTrees: number;
    /** Thresholds of inner nodes and values of leaves, tree by tree. */
    trees: Float32Array[];
    /** Coefficients of a linear booster. */
    weights?: Float32Array;
}
type Node = Json | Ubj | undefined;
/** Reads the document that JSON and UBJSON files share. */
export declare function xgboostModel(document: Node): XgboostModel;
/** Contents of a model, with the tensors that make it predict. */
export declare function xgboostContents(model: XgboostModel): Contents;
/** Tensors of a model with their values. */
export declare function xgboostTensors(model: XgboostModel): Generator<Tensor>;
export {};
