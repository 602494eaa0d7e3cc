import { type ByteSource } from '../bytes/source.js';
import { type FieldBudget, type WireField } from '../containers/protobuf.js';
/** TensorProto.DataType → dtype. */
export declare const ONNX_DTYPES: Readonly<Record<number, string>>;
/** A TensorProto without its values. */
export interface OnnxTensor {
    name: string;
    dtype: string;
    shape: number[];
    /** Fields that hold values, in order. */
    values: WireField[];
    /** Where the values lie outside of the file. */
    external?: ExternalData;
    start: number;
}
export interface ExternalData {
    location: string;
    offset: number;
    length?: number;
    /** Keys that the format does not know: a loader that sets attributes by them is attacked this way. */
    unknownKeys: string[];
    repeatedKeys: string[];
}
/** Reads the description of a tensor; payloads of values are stepped over. */
export declare function readTensor(source: ByteSource, start: number, end: number, budget: FieldBudget): Promise<OnnxTensor>;
/** Bytes that dtype and shape take in the file; undefined where the dtype has no fixed size or no file can hold the shape. */
export declare function expectedBytes(tensor: OnnxTensor): number | undefined;
/** The one run of bytes that holds the values as they are; undefined where they are encoded otherwise or outside. */
export declare function contiguous(tensor: OnnxTensor): {
    start: number;
    end: number;
} | undefined;
/** Values in C order, little-endian; strings each with a length of four bytes. */
export declare function tensorValues(source: ByteSource, tensor: OnnxTensor): AsyncGenerator<Uint8Array>;
