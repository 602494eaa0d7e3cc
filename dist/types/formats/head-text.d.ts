/** Head of a file as text, one character a byte. Decoded once, since every recognizer of text asks. */
export declare const latin1Head: (key: Uint8Array<ArrayBufferLike>) => string;
/** Head of a file as UTF-8; malformed sequences become U+FFFD. Decoded once. */
export declare const utf8Head: (key: Uint8Array<ArrayBufferLike>) => string;
