import { type ByteSource } from '../bytes/source.js';
import { type NumpyDtype } from '../containers/numpy-dtype.js';
import { type PickleArray, type PickleValue } from '../containers/pickle.js';
import { type ArrayPlace, type Leaf } from './numpy-leaf.js';
/** A NumPy array or scalar as a pickle describes it. */
export interface PickledArray {
    dtype: NumpyDtype;
    shape: number[];
    fortran: boolean;
    /** Bytes of the values; null for arrays of objects. */
    data: PickleValue | PickleArray | null;
    /** Items of an array of objects. */
    items: readonly PickleValue[] | null;
    /** Where the values are, for arrays that lie outside of the pickle. */
    place?: ArrayPlace;
}
/** Where the bytes of a pickle are: `base` is the offset of the source in the file, undefined where it is decompressed. */
export interface PickleHome {
    source: ByteSource;
    base: number | undefined;
    /** Arrays that stand for a value: those of containers that keep them in files of their own. */
    arrays?: ReadonlyMap<PickleValue, PickledArray>;
}
/** The array that a value is, whatever way NumPy, joblib or dill wrote it; null for anything else. */
export declare function arrayOf(value: PickleValue | undefined, home?: PickleHome): PickledArray | null;
export declare function sizesOf(value: PickleValue | undefined): number[] | null;
/** The leaf of an array. Text in object arrays is read as text; other objects have no values. */
export declare function leafOf(name: string, array: PickledArray, home: PickleHome): Leaf;
/** Where the values lie: in the file, in memory, or as Latin-1 text that protocols below 3 use for bytes. */
export declare function placeOf(array: PickledArray, home: PickleHome): ArrayPlace;
/** Value of a scalar whose bytes are held: numbers and truth values. Undefined for everything else. */
export declare function scalarValue({ dtype, shape, data }: PickledArray): number | bigint | boolean | undefined;
