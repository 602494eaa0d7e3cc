import type { Pickle } from '../containers/pickle.js';
import type { Contents } from './format.js';
import { type Place } from './problems.js';
/**
 * Adds what loading a pickle imports and calls to the contents of its file: every name to `globals`, one observation for
 * each callable and for each value that something is set on although it is no container, and everything that was wrong.
 */
export declare function addPickle(contents: Contents, pickle: Pickle, where?: Place): void;
/** The same for pickles that lie behind each other: a hostile file holds a hundred thousand, each with a name of its own. */
export declare function addPickles(contents: Contents, pickles: readonly Pickle[], where?: Place): void;
/** True where every name is a constructor of plain data: Python's own value types and NumPy's arrays. */
export declare const isPlainData: (names: Iterable<string>) => boolean;
/** True where a call has no name that a reader could look up: extension codes, results of results. */
export declare const hasUnnamedCalls: (pickles: readonly Pickle[]) => boolean;
