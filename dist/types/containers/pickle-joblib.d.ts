import type { ByteSource } from '../bytes/source.js';
import { type PickleArray, type PickleObject } from './pickle-value.js';
/** True for a class of joblib's pickles; scikit-learn brought joblib along until 0.22, under a name of its own. */
export declare const isOfJoblib: (name: string | undefined, wrapper: string) => boolean;
/** True for the object behind whose BUILD joblib reads raw bytes from the stream. */
export declare const isArrayWrapper: (object: PickleObject) => boolean;
/** True for the object behind whose BUILD joblib reads a file beside the pickle: what versions before 0.10 wrote. */
export declare const namesFile: (object: PickleObject) => boolean;
/**
 * Where the values of a joblib array lie: right behind BUILD, after one byte that counts the padding where the wrapper
 * has an alignment (joblib 1.2 and later). `end` is -1 for object arrays, whose items are a pickle.
 * Throws `truncated` where the file is shorter than the shape says, `invalid-structure` where shape or dtype make no sense.
 */
export declare function joblibArrayAt(source: ByteSource, wrapper: PickleObject, at: number): Promise<PickleArray>;
