import { type Activation } from './network.js';
import { type NumberArray } from './number-array.js';
/** An activation as a function of one number. Settings are single floats, as frameworks compute. */
export declare function functionOf(activation: Activation): (x: number) => number;
export declare function activate(activation: Activation, x: NumberArray): Promise<NumberArray>;
