import { type RObject } from '../../containers/r-serialization.js';
import { type RReading } from './r-reading.js';
import type { CoefficientModel } from './statistical-model.js';
export type Estimates = CoefficientModel['coefficients'];
/** The estimates of a fitted model under the names that R gives them; empty where it holds none. */
export declare function estimatesOf(object: RObject, reading: RReading): Promise<Estimates>;
