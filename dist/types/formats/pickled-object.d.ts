import type { Limits } from '../bytes/limits.js';
import { type Pickle } from '../containers/pickle.js';
import { type Contents, type ModelInput } from './format.js';
import type { Leaf } from './numpy-leaf.js';
import { type LeafReader } from './python-leaves.js';
/** A file that is one or more pickles. */
export interface PickledObject {
    contents: Contents;
    leaves: Leaf[];
    pickles: Pickle[];
}
/** Makes the reader of arrays that lie elsewhere once the pickles are known; else those of torch that lie in the pickles are read. */
export type PrepareReader = (pickles: readonly Pickle[], contents: Contents) => Promise<LeafReader>;
/** Reads pickles from the start of a source to its end and describes the object or objects they hold. */
export declare function readPickledObject(model: Pick<ModelInput, 'source' | 'begun'>, limits: Limits, prepare?: PrepareReader): Promise<PickledObject>;
