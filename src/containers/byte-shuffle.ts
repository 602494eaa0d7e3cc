/** Undoes a byte shuffle: bytes were grouped by significance, all first bytes of the items, then all second ones; bytes beyond whole items stay last. */
export function unshuffle(bytes: Uint8Array, itemBytes: number): Uint8Array {
  const count = itemBytes > 1 ? Math.floor(bytes.length / itemBytes) : 0;
  if (count < 2) return bytes;
  const out = new Uint8Array(bytes.length);
  for (let byte = 0; byte < itemBytes; byte++) {
    const from = byte * count;
    for (let i = 0, to = byte; i < count; i++, to += itemBytes) out[to] = bytes[from + i] as number;
  }
  out.set(bytes.subarray(count * itemBytes), count * itemBytes);
  return out;
}
