import type { Glimpse } from './glimpse.js';
/**
 * Keys of the outermost JSON object as far as the head shows them; null where the head does not begin like an object.
 * Enough to tell documents apart: tools write the telling keys first.
 */
export declare const headKeys: (key: Glimpse) => readonly string[] | null;
/** White space, `{` or `[`, or the first byte of a byte order mark; a number may begin so too, but text has no zeros. */
export declare const beginsJson: (head: Uint8Array) => boolean;
/** True where the head begins like a JSON object or array. */
export declare const beginsLikeJson: ({ head }: Glimpse) => boolean;
