import type { Limits } from '../bytes/limits.js';
import { type Recognition } from './format.js';
import type { Glimpse } from './glimpse.js';
/**
 * Recognizes a pickle by its protocol byte, or, for protocols 0 and 1 which have none, by what its first bytes do:
 * a whole file that is one pickle, or bytes that import names.
 */
export declare function recognizePickle({ head, size, source }: Glimpse, limits: Limits): Promise<Recognition>;
/** True for names that are surely names, not bytes of something else. */
export declare const isPlausibleName: (name: string) => boolean;
/** True where the beginning of the file has all texts. */
export declare function beginsWithTexts({ source }: Pick<Glimpse, 'source'>, ...texts: string[]): Promise<boolean>;
