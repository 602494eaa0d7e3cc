const latin1 = new WeakMap<Uint8Array, string>();
const utf8 = new WeakMap<Uint8Array, string>();

function once(cache: WeakMap<Uint8Array, string>, head: Uint8Array, encoding: 'latin1' | 'utf8'): string {
  const known = cache.get(head);
  if (known !== undefined) return known;
  const text = Buffer.from(head.buffer, head.byteOffset, head.byteLength).toString(encoding);
  cache.set(head, text);
  return text;
}

/** Head of a file as text, one character a byte. Decoded once, since every recognizer of text asks. */
export const latin1Head = (head: Uint8Array): string => once(latin1, head, 'latin1');

/** Head of a file as UTF-8; malformed sequences become U+FFFD. Decoded once. */
export const utf8Head = (head: Uint8Array): string => once(utf8, head, 'utf8');
