import type { Limits } from '../bytes/limits.js';
import { type ByteSource } from '../bytes/source.js';
import { type Format, type FormatFacts, type Tensor, type TensorInfo } from './format.js';
export declare const PADDLE_FACTS: FormatFacts;
export declare const paddleParameters: Format;
/** Tensors of a file by number, or by the names of the program that they belong to. */
export declare function readParameters(source: ByteSource, limits: Limits, names?: readonly string[]): Promise<TensorInfo[]>;
/** Values of tensors that lie in a file as they are. */
export declare function parameterTensors(source: ByteSource, infos: readonly TensorInfo[]): AsyncGenerator<Tensor>;
