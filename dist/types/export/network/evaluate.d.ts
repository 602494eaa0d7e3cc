import { type Network } from './network.js';
import { type NumberArray } from './number-array.js';
/** What a network gives for inputs, in double floats, by the order in which Keras has its outputs. */
export declare function evaluateNetwork({ steps, outputs }: Network, inputs: ReadonlyMap<string, NumberArray>): Promise<NumberArray[]>;
