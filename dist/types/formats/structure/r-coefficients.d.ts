import { type RObject } from '../../containers/r-serialization.js';
import type { Origin } from './origin.js';
import { type RReading } from './r-reading.js';
import type { CoefficientModel } from './statistical-model.js';
export declare const originOf: (object: RObject, version: string) => Origin;
/** What any fitted model says of itself; null where it holds no coefficients. */
export declare function coefficientModel(object: RObject, origin: Origin, reading: RReading): Promise<CoefficientModel | null>;
/** The formula that a model was fitted with. */
export declare function formulaText(object: RObject): string;
