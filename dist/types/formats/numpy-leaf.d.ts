import type { ByteSource } from '../bytes/source.js';
import type { NumpyDtype } from '../containers/numpy-dtype.js';
import type { Tensor, TensorInfo } from './format.js';
import { type StridedItems } from './strided-values.js';
/** A tensor and the way to its values; both are made when a model is inspected, values are read when asked for. */
export interface Leaf {
    info: TensorInfo;
    values?: () => AsyncIterable<Uint8Array>;
    /** Two leaves with the same key share their values. */
    storage?: string;
}
export declare const tensorOf: ({ info, values }: Leaf) => Tensor;
/** Where the items of a NumPy array lie. */
export interface ArrayPlace {
    source: ByteSource;
    /** Offset of the first item in the source. */
    start: number;
    /** Offset of the source's first byte in the file; undefined where it is not a plain range of it. */
    base?: number;
    shape: readonly number[];
    fortran: boolean;
}
/** A leaf of an array without objects. Throws `truncated` where the source is shorter than shape and dtype say. */
export declare function arrayLeaf(name: string, dtype: NumpyDtype, place: ArrayPlace): Leaf;
/** A leaf of items at strides; `base` is the file offset of the source's first byte where the values lie in the file as they are. */
export declare function stridedLeaf(name: string, dtype: NumpyDtype, items: StridedItems, base: number | undefined): Leaf;
/** A leaf whose items are Python objects: named and counted, its values are not defined. */
export declare const objectLeaf: (name: string, shape: readonly number[]) => Leaf;
/** A leaf of strings that are held in memory. */
export declare function stringLeaf(name: string, shape: readonly number[], strings: readonly Uint8Array[]): Leaf;
