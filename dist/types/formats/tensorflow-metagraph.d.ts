import { type Format } from './format.js';
/** The graph that TensorFlow 1 saved beside each checkpoint. */
export declare const tensorflowMetaGraph: Format;
