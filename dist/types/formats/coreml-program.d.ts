import type { Limits } from '../bytes/limits.js';
import type { ByteSource } from '../bytes/source.js';
import { type WireField } from '../containers/protobuf.js';
import type { TensorInfo } from './format.js';
import type { Walk } from './tensorflow-graph-binary.js';
/** A constant whose values lie in a blob file, and where its description lies there. */
export interface BlobConstant {
    name: string;
    dtype: string;
    shape: number[];
    file: string;
    /** Offset of the blob's description. */
    at: number;
}
export interface MilProgram {
    operators: Set<string>;
    constants: BlobConstant[];
}
/** Walks a program of one or more functions. */
export declare function readMilProgram(walk: Walk, program: WireField, limits: Limits): Promise<MilProgram>;
/** The tensor that a constant is, once its blob file is open. Throws where the file contradicts the program. */
export declare function blobTensor({ name, dtype, shape, at }: BlobConstant, file: string, source: ByteSource): Promise<TensorInfo>;
