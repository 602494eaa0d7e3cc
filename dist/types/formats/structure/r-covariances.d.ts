import { type RObject } from '../../containers/r-serialization.js';
import { type RReading } from './r-reading.js';
import { type Square } from './square.js';
/** The covariance of so many estimates, as R's `vcov` has it; null where the file does not say it. */
type ReadCovariance = (object: RObject, size: number, reading: RReading) => Promise<Square | null>;
export declare const covarianceOf: ReadCovariance;
/** Inverse of R'R of a decomposition, in the order of the coefficients; NaN for those that were not estimated. */
export declare const unscaledCovariance: ReadCovariance;
/** A field of the reference object in which `lme4` keeps its matrices. */
export declare function fieldOf(object: RObject, name: string): RObject | undefined;
/** Classes of lme4 and what is built on them. */
export declare const MIXED_CLASSES: readonly ['lmerMod', 'glmerMod', 'lmerModLmerTest'];
export {};
