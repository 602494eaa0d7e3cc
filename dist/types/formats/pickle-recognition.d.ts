import type { Limits } from '../bytes/limits.js';
import { type Recognition } from './format.js';
import type { Glimpse } from './glimpse.js';
/** False where the first bytes alone show that it is none. */
export declare const mayBePickle: (head: Uint8Array) => boolean;
/**
 * Recognizes a pickle by its protocol byte, or, for protocols 0 and 1 which have none, by what its first bytes do:
 * a whole file that is one pickle, or bytes that import names. Tried once, since several formats ask.
 */
export declare function recognizePickle(glimpse: Glimpse, limits: Limits): Recognition | Promise<Recognition>;
/** True for names that are surely names, not bytes of something else. */
export declare const isPlausibleName: (name: string) => boolean;
/** True where the beginning of the file has all texts. */
export declare function beginsWithTexts({ source }: Pick<Glimpse, 'source'>, ...texts: string[]): Promise<boolean>;
