import { type PickleValue } from '../containers/pickle.js';
import type { Fact } from './format.js';
/**
 * Scalars, short texts and short lists of a saved object by dotted path, breadth first: epoch, seeds, hyperparameters,
 * versions. Private attributes are left out, except the version that scikit-learn writes into every estimator.
 */
export declare function objectFacts(root: PickleValue, where: string): Fact[];
/** A value as JSON where it is a scalar, a short text or a short list of those; undefined otherwise. */
export declare function plainValue(value: PickleValue, depth?: number): unknown;
