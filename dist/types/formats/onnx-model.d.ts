import type { Limits } from '../bytes/limits.js';
import type { ByteSource } from '../bytes/source.js';
import { type OnnxTensor } from './onnx-tensor.js';
/** What a ModelProto says, without values. */
export interface OnnxModel {
    irVersion: number;
    producerName: string;
    producerVersion: string;
    modelVersion: number;
    docString: string;
    graphs: number;
    opsets: Map<string, number>;
    metadata: Map<string, string>;
    inputs: string[];
    outputs: string[];
    /** `domain::Op` outside the default domain. */
    operators: Set<string>;
    /** Operators that the model defines itself, by other ones. */
    functions: Set<string>;
    /** Compiled models of a vendor that nodes run (EPContext): the file that holds one, '' where the node does. */
    compiled: string[];
    initializers: OnnxTensor[];
    sparse: {
        name: string;
        shape: number[];
    }[];
    /** Tensors in attributes and sub-graphs: not listed, but they may lie in external files. */
    nested: OnnxTensor[];
}
/** Walks a whole ModelProto; payloads of tensors are stepped over. */
export declare function readOnnx(input: ByteSource, limits: Limits): Promise<OnnxModel>;
/** Standard operators by their bare name, all others with their domain. */
export declare const qualified: (domain: string, operator: string) => string;
