import { type ByteSource } from '../bytes/source.js';
import type { Contents, ModelInput } from './format.js';
import { type OnnxTensor } from './onnx-tensor.js';
import type { Tensor, TensorInfo } from './tensor.js';
/** A tensor with the way to its values, where it has one. */
export declare function withValues(tensor: OnnxTensor, model: ModelInput, contents: Contents): Promise<Tensor>;
/** Where a tensor's values lie, and whether they can be read; what is wrong goes to the observations. */
export declare function place(tensor: OnnxTensor, model: ModelInput, contents: Contents): Promise<{
    info: TensorInfo;
    source: ByteSource | null;
    readable: boolean;
}>;
