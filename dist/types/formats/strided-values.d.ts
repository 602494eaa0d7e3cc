import { type ByteSource } from '../bytes/source.js';
/** Items of one size anywhere in a source; a tensor as frameworks see it. */
export interface StridedItems {
    source: ByteSource;
    /** Offset in the source of the item whose indices are all 0. */
    start: number;
    itemBytes: number;
    shape: readonly number[];
    /** In bytes, one for each dimension. */
    strides: readonly number[];
    /** Bytes reversed together to get from big-endian to little-endian; 1 for none. */
    swapBytes: number;
}
/** Byte strides of C order, or of Fortran order. */
export declare function orderedStrides(shape: readonly number[], itemBytes: number, fortran?: boolean): number[];
/** True where the items follow each other in C order; strides of dimensions of one item do not matter. */
export declare function isContiguous(items: Pick<StridedItems, 'shape' | 'strides' | 'itemBytes'>): boolean;
/** Values in C order, little-endian, in chunks of bounded size. Throws `truncated` where the items leave the source. */
export declare function readStrided(items: StridedItems): AsyncIterable<Uint8Array>;
