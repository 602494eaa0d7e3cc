import { type Format } from './format.js';
/** What joblib wrote before 0.10: a pickle, and each array in an npy file beside it. */
export declare const joblibMultifile: Format;
