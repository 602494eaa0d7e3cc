import type { Limits } from '../bytes/limits.js';
import { type ByteSource } from '../bytes/source.js';
import { type Contents, type Format, type ModelInput, type Tensor } from './format.js';
export declare const tensorflowCheckpointV2: Format;
/** Adds the tensors of a bundle to the contents. `prefix` is the path of the index without `.index`, relative to the model's folder. */
export declare function inspectBundle(model: ModelInput, index: ByteSource, prefix: string, contents: Contents, limits: Limits): Promise<void>;
/** Values of a bundle's tensors, in the order of `inspectBundle`. */
export declare function bundleTensors(model: ModelInput, index: ByteSource, prefix: string, limits: Limits): AsyncGenerator<Tensor>;
