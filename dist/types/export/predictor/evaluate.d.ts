import type { Answer } from '../predictions/compare.js';
import type { Row } from '../predictions/rows.js';
import { type Predictor } from './predictor.js';
/** What the estimator answers for a row, in double floats as scikit-learn computes. */
export declare function predict({ inputs, steps, model, outcome }: Predictor, row: Row): Answer;
