import type { Limits } from '../bytes/limits.js';
import { type ByteSource } from '../bytes/source.js';
import { type BlobConstant } from './coreml-program.js';
import { type Contents, type Format, type ModelInput, type Tensor, type TensorInfo } from './format.js';
export declare const coremlModel: Format;
/** A specification with what its weights need: files of blobs beside it. */
export interface Specification {
    contents: Contents;
    constants: BlobConstant[];
}
/** Model: 1 specificationVersion, 2 description, then one of the kinds. */
export declare function readSpecification(model: Pick<ModelInput, 'source' | 'begun'>, limits: Limits): Promise<Specification>;
/** Adds the constants that lie in blob files below `folder`, and returns all tensors. A file that is missing is told. */
export declare function addBlobs(model: ModelInput, folder: string, { contents, constants }: Specification): Promise<TensorInfo[]>;
/** Values of tensors in the specification itself or in a blob file, where `infos` say they are stored. */
export declare function specificationTensors(model: ModelInput, specification: ByteSource, infos: readonly TensorInfo[]): AsyncGenerator<Tensor>;
