import { type PickleValue } from './pickle-value.js';
/** A NumPy dtype as far as bytes need it. */
export interface NumpyDtype {
    /** NumPy's kind letter: b i u f c, S U bytes and text, V void or structured, O object, M m times. */
    kind: string;
    /** Bytes of one item; of a pointer for objects, which is never used. */
    itemSize: number;
    byteOrder: 'little' | 'big';
    /** Members of a structured dtype, with the offset of each in the item. */
    fields?: readonly NumpyField[];
    /** Shape of a subarray that one item is. */
    subshape?: readonly number[];
    /** As NumPy spells it: `<f8`, `|O`. */
    descr: string;
}
export interface NumpyField {
    name: string;
    dtype: NumpyDtype;
    offset: number;
}
/** Parses a type string such as `<f8`, `|O`, `<M8[ns]`; null where it is none. */
export declare function parseTypeString(text: string): NumpyDtype | null;
/** True where items hold Python objects, directly or in a field. */
export declare const hasObjects: (dtype: NumpyDtype) => boolean;
/**
 * The dtype that a pickled `numpy.dtype` object describes: `dtype('f8', False, True)` and a state of
 * (version, byte order, subarray, names, fields, item size, alignment, …). Null where it is something else.
 */
export declare function dtypeOf(value: PickleValue | undefined, depth?: number): NumpyDtype | null;
