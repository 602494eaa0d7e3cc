import type { Exporter } from './exporter.js';
/** Estimators and networks as ONNX graphs, proven by the predictions of an evaluator of its own. */
export declare const toOnnx: Exporter;
