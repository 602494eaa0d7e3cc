import { oncePer } from '../bytes/once-per.js';

const textOf = (head: Uint8Array, encoding: 'latin1' | 'utf8'): string =>
  Buffer.from(head.buffer, head.byteOffset, head.byteLength).toString(encoding);

/** Head of a file as text, one character a byte. Decoded once, since every recognizer of text asks. */
export const latin1Head = oncePer((head: Uint8Array): string => textOf(head, 'latin1'));

/** Head of a file as UTF-8; malformed sequences become U+FFFD. Decoded once. */
export const utf8Head = oncePer((head: Uint8Array): string => textOf(head, 'utf8'));
