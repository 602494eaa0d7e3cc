import { type Limits } from '../bytes/limits.js';
import type { Tensor } from './tensor.js';
/**
 * All values of a tensor as numbers, row-major; integers beyond 2^53 are rounded. Throws `unsupported` for dtypes that
 * are no real numbers, and `resource-limit` above `limits.inflatedBytes`: use `values` for what may be large.
 */
export declare function readNumbers(tensor: Tensor, limits?: Limits): Promise<Float64Array>;
/** All values of a tensor of strings, row-major; null is R's `NA`. */
export declare function readStrings(tensor: Tensor, limits?: Limits): Promise<(string | null)[]>;
