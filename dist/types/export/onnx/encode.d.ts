import { type Message } from '../../containers/protobuf-writer.js';
import type { OnnxModel } from './builder.js';
/** A ModelProto (onnx.proto 1.14), fields in the order of their numbers, so that equal models have equal bytes. */
export declare function encodeModel({ name, inputs, outputs, nodes, tensors, opsets, metadata }: OnnxModel): Message;
