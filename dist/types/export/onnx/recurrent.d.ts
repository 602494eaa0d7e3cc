import type { Recurrent } from '../network/network.js';
import type { Layout } from './layout.js';
/** A recurrent layer; ONNX has the steps before the batch. */
export declare function writeRecurrent(layout: Layout, operation: Recurrent, x: string, gives: string): Promise<void>;
