/** A part of a tensor: where it begins in each dimension, and how far it reaches; -1 is the whole dimension. */
export interface TensorSlice {
    name: string;
    offsets: number[];
    lengths: number[];
}
/**
 * Parses the key of a part (saved_tensor_slice_util.cc): 0, the tensor's name, the number of dimensions, and start and
 * length of each, in the order-preserving code of lib/strings/ordered_code.h.
 */
export declare function parseSliceKey(key: Uint8Array): TensorSlice;
