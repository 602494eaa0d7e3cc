import { type Network } from '../network/network.js';
import type { OnnxModel } from './builder.js';
/** A network of Keras as an ONNX graph of single floats. Inputs and outputs have their axes as Keras has them. */
export declare function networkModel(network: Network, metadata: Record<string, string>): Promise<OnnxModel>;
