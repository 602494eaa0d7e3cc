import { type RObject } from '../../containers/r-serialization.js';
import { type RReading } from './r-reading.js';
import type { CoefficientModel, RegressionModel } from './statistical-model.js';
/** True for the classes that R's `lm` and `glm` give, and what is built on them. */
export declare const isRegression: (object: RObject) => boolean;
/**
 * A linear or generalized linear model with its design matrix. Null where the columns do not have the names of the
 * coefficients: the model is of a kind that only looks like one.
 */
export declare function regressionModel(object: RObject, model: CoefficientModel, reading: RReading): Promise<RegressionModel | null>;
