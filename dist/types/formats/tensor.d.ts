/** One tensor as the file describes it; names follow design rules per framework. */
export interface TensorInfo {
    name: string;
    /** `float32`, `bfloat16`, …, `ggml:Q4_0`, `string`, `structured`, `object`. */
    dtype: string;
    /** Row-major shape; a scalar is []. */
    shape: number[];
    /** Logical length of the values in bytes (product of shape × item size). */
    byteLength: number;
    /** Absolute offset in the file and byte order, only where the values lie uncompressed and contiguous in C order. */
    offset?: number;
    byteOrder?: 'little' | 'big';
    /** Strides in elements, where they are not those of C order. */
    strides?: number[];
    /** Companion file that holds the values, relative to the entry's folder; absent: the entry itself. */
    file?: string;
    /** Path inside the container where it differs from the name (HDF5). */
    path?: string;
    /** Names of tensors that share these values' storage. */
    tiedTo?: string[];
}
/** A tensor whose values can be read: C-order, little-endian, in chunks. `values` absent: not defined (meta tensors, objects). */
export interface Tensor {
    info: TensorInfo;
    /** Written by the container about itself (TensorFlow's object graph): no part of what was learned. */
    bookkeeping?: true;
    values?: () => AsyncIterable<Uint8Array>;
}
