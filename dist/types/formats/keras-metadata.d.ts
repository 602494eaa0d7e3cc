import type { Limits } from '../bytes/limits.js';
import type { Contents, ModelInput } from './format.js';
/**
 * Adds what Keras runs when it loads a SavedModel: the configurations of the layers, byte code included. SavedMetadata:
 * 1 nodes (3 path, 5 metadata as JSON); until TensorFlow 2.4 metadata of SavedObjectGraph: 1 nodes (4 user_object: 3 metadata).
 */
export declare function addKerasMetadata(model: ModelInput, objectGraphs: readonly string[], contents: Contents, limits: Limits): Promise<void>;
