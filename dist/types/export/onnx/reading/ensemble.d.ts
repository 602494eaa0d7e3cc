import type { Operator } from './value.js';
/** `TreeEnsemble` of ai.onnx.ml 5: sums of leaves, nodes that ask for at most. */
export declare const ensemble: Operator;
