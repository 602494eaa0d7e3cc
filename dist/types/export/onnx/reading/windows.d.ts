import { type Operator } from './value.js';
export declare const conv: Operator;
/** Every element spreads over a window of the result; `pads` cut its rim. */
export declare const convTranspose: Operator;
/** Maximum or mean of what a window sees; what lies outside does not count. */
export declare const pool: (of: 'max' | 'average') => Operator;
