import type { Estimator } from '../formats/structure/structure.js';
import type { CoefficientTable } from './coefficient-table.js';
import type { Predictor } from './predictor/predictor.js';
/** Coefficients of a linear estimator, each class or output by its own; null for any other estimator. */
export declare function linearTable({ origin }: Estimator, { inputs, steps, model, outcome }: Predictor): CoefficientTable | null;
