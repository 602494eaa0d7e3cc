import type { Contents, ModelInput } from './format.js';
import { type OnnxTensor } from './onnx-tensor.js';
import type { Tensor, TensorInfo } from './tensor.js';
/** A tensor with the way to its values, where it has one. */
export declare function withValues(tensor: OnnxTensor, model: ModelInput, contents: Contents): Promise<Tensor>;
/** A tensor as it is stored, without its values; what is wrong goes to the observations. */
export declare const place: (tensor: OnnxTensor, model: ModelInput, contents: Contents) => Promise<TensorInfo>;
