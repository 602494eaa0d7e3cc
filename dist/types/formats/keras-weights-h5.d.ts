import { type Contents, type Format } from './format.js';
/** Weights of a Keras model without its configuration: `.weights.h5` of Keras 3, and what `save_weights` of Keras 1 and 2 wrote. */
export declare const kerasWeightsH5: Format;
/** Tells which variables keep their path: of a class that is not known, or of a model whose scope the file does not tell. */
export declare function noteUnnamed(contents: Contents, unnamed: readonly string[]): void;
