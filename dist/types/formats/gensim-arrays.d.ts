import type { ModelInput } from './format.js';
import type { PickledObject } from './pickled-object.js';
/**
 * Arrays that gensim kept out of the pickle because they are large: the attribute `__numpys` names them, and each lies
 * beside the model as `<model>.<attribute>.npy`. They become tensors under the attribute that loading fills.
 */
export declare function addSeparateArrays(model: ModelInput, object: PickledObject): Promise<void>;
