import { type PickleObject, type PickleValue } from '../containers/pickle.js';
import { type Leaf } from './numpy-leaf.js';
import { type PickleHome } from './pickled-arrays.js';
/** True for the compiled tree inside scikit-learn's trees and forests. */
export declare const isTree: (value: PickleValue) => boolean;
/** The arrays of a tree as its attributes show them; a version's tree lacks some. */
export declare function treeLeaves(name: string, tree: PickleObject, home: PickleHome): Leaf[];
