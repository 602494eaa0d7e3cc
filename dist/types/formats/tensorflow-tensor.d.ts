import type { Limits } from '../bytes/limits.js';
import { type ByteSource } from '../bytes/source.js';
import { type WireField } from '../containers/protobuf.js';
import type { Walk } from './tensorflow-graph-binary.js';
/** A tensorflow.TensorProto without its values. */
export interface TensorProto {
    dtype: string;
    shape: number[];
    byteLength: number;
    /** tensor_content: the values as they are. */
    content?: WireField;
    /** Typed value fields; the last value repeats where there are fewer than elements. */
    values: WireField[];
}
/** TensorProto: 1 dtype, 2 tensor_shape (2 dim: 1 size), 4 tensor_content, others typed values. Null where a dimension is unknown. */
export declare function readTensorProto({ source, budget }: Walk, at: WireField): Promise<TensorProto | null>;
/** Values in C order, little-endian. A few bytes may stand for any number of repeated values: those are bounded. */
export declare function tensorProtoValues(source: ByteSource, tensor: TensorProto, limits: Limits): AsyncGenerator<Uint8Array>;
