import { type Contents, type Format } from './format.js';
import { type Hdf5Contents } from './hdf5-contents.js';
/** Attributes that are read as what they are and not told as text. */
export declare const KERAS_ATTRIBUTES: ReadonlySet<string>;
/** Keras models in HDF5, as Keras 1 and 2 wrote by default and Keras 3 still does for `.h5`. */
export declare const kerasH5Legacy: Format;
/** Version of Keras and the backend that wrote the file: attributes of the root or of the weights. */
export declare function noteVersions(contents: Contents, hdf5: Hdf5Contents): void;
/**
 * Names every weight as its layer's `weight_names` has it, without the `:0` of TensorFlow 1; optimizer variables get
 * `optimizer/` before them. Datasets that no list names keep their path.
 */
export declare function nameLegacyVariables(hdf5: Hdf5Contents): void;
