/** Head of a file as text, one character a byte. Decoded once, since every recognizer of text asks. */
export declare const latin1Head: (head: Uint8Array) => string;
/** Head of a file as UTF-8; malformed sequences become U+FFFD. Decoded once. */
export declare const utf8Head: (head: Uint8Array) => string;
