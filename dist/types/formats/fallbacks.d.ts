import { type Format } from './format.js';
/** Readable text that is no known text format. */
export declare const text: Format;
/** A compressed stream whose content is no known model. */
export declare const compressedStream: (kind: string) => Format;
/** Whatever is left. */
export declare const unknown: Format;
/** True where the bytes are UTF-8 text without control characters; a sequence cut at the end is tolerated. */
export declare function looksLikeText(head: Uint8Array): boolean;
