import type { Limits } from '../bytes/limits.js';
import { type RObject, type RSerialization, type RText, type RVector } from '../containers/r-serialization.js';
import type { Tensor, TensorInfo } from './format.js';
/** A vector with the path that R users write for it. */
export interface RTensor {
    info: TensorInfo;
    vector: RVector | RText;
    /** Labels of a factor, whose values are codes. */
    levels: readonly (string | null)[] | null;
}
/** Vectors inside a value by `$` path: members of lists, slots of S4 objects. Attributes, functions and environments hold none. */
export declare function listTensors(root: RObject, name: string, limits: Limits): RTensor[];
/** A vector with its values in row-major order. */
export declare function tensorWithValues(input: RSerialization['input'], tensor: RTensor, limits: Limits): Tensor;
