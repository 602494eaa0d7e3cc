import { Attributes } from './attributes.js';
import { type Scored } from './predictor.js';
type ReadScorer = (attributes: Attributes) => Promise<Scored>;
/** Estimators by their class. */
export declare const SCORERS: Readonly<Record<string, ReadScorer>>;
export {};
