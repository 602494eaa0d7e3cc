import type { Scorer, Step } from './predictor.js';
/** Numbers of each input at which steps and model decide: categories, thresholds, centers, also behind steps that move them. */
export declare function decisionsOf(count: number, steps: readonly Step[], model: Scorer | null): Map<number, number[]>;
