import type { Limits } from '../../bytes/limits.js';
import type { ByteSource } from '../../bytes/source.js';
import { type PickleValue } from '../../containers/pickle.js';
import { type PickleHome } from '../pickled-arrays.js';
import type { Estimator, EstimatorValue } from './structure.js';
/**
 * The estimator that a saved object is, or the only one among the members of a saved dict, list or tuple; null where
 * there is none or several. Its tensors have the names that `inspect` lists.
 */
export declare function estimatorOf(root: PickleValue, home: PickleHome, limits: Limits): Estimator | null;
/** The estimator in the pickle at the start of a source. */
export declare function pickledEstimator({ source }: {
    source: ByteSource;
}, limits: Limits): Promise<Estimator | null>;
export declare const isEstimator: (value: EstimatorValue | undefined) => value is Estimator;
