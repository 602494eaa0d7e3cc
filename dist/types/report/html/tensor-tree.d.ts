import type { TensorInfo } from '../../formats/format.js';
/** Tensors whose names begin alike, down to a single one. */
export interface TensorBlock {
    /** What the names have in common; the whole name of a single tensor; empty for what is left over. */
    name: string;
    tensors: number;
    /** Logical bytes of the values. */
    size: number;
    /** dtype → bytes. */
    dtypes: Map<string, number>;
    /** Of a single tensor. */
    shape?: readonly number[];
    children: TensorBlock[];
}
/** Tensors by the parts of their names, largest first; tensors without values take no part. */
export declare function tensorTree(tensors: readonly TensorInfo[]): TensorBlock;
/**
 * A block in at most `most` pieces that together are the whole: the largest is opened again and again while there is room
 * for what it holds, and what remains small beyond that is one piece without a name. `isEnough` ends the opening earlier.
 */
export declare function piecesOf(whole: TensorBlock, most: number, isEnough?: (pieces: readonly TensorBlock[]) => boolean): TensorBlock[];
/** The dtype that most bytes have. */
export declare const mainDtype: ({ dtypes }: TensorBlock) => string;
