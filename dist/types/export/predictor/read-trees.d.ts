import { Attributes } from './attributes.js';
import type { Scored } from './predictor.js';
export declare const readSingleTree: (one: Attributes, isClass: boolean) => Promise<Scored>;
export declare const readForest: (one: Attributes, isClass: boolean) => Promise<Scored>;
/** Gradient boosting: a start, and trees for each output that are added at the learning rate. */
export declare function readBoosting(one: Attributes, isClass: boolean): Promise<Scored>;
