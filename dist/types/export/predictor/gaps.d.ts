import type { Scorer, Step } from './predictor.js';
/** Inputs that may lack a value: an imputer fills the gap or a tree decides what becomes of it, whichever way the column goes. */
export declare function columnsWithGaps(count: number, steps: readonly Step[], model: Scorer | null): Set<number>;
