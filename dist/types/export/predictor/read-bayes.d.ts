import type { Attributes } from './attributes.js';
import type { Scored } from './predictor.js';
/** Every column has a normal distribution in each class. */
export declare function gaussianBayes(one: Attributes): Promise<Scored>;
/** Columns are counts of words; each adds the logarithm of its probability. */
export declare function multinomialBayes(one: Attributes): Promise<Scored>;
/** Weights are those of all other classes, turned around; how frequent a class is does not count. */
export declare function complementBayes(one: Attributes): Promise<Scored>;
/** Columns are there or not: what is not there counts, too. */
export declare function bernoulliBayes(one: Attributes): Promise<Scored>;
