import type { Recurrent } from './network.js';
import type { NumberArray } from './number-array.js';
/** Steps through [batch, steps, inputs]; the first state is zero. */
export declare function recurrent(operation: Recurrent, { shape, data }: NumberArray): Promise<NumberArray>;
