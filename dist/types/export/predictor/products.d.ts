import type { Predictor } from './predictor.js';
/** Products of two numbers, or what takes as long, that one row takes; parts have to fit each other. */
export declare function productsOf({ inputs, steps, model }: Pick<Predictor, 'inputs' | 'steps' | 'model'>): number;
