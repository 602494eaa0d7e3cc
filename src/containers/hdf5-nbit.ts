import { FormatError } from '../bytes/format-error.js';

/*
 * N-bit: items without the bits that their datatype does not use, one after the other, highest bit first. Parameters:
 *   0 their number · 1 nothing to do · 2 items · 3 class: 1 atomic { 4 size, 5 order (0 little-endian), 6 bits, 7 offset of the lowest }
 * Arrays (2), compounds (3) and types that stay as they are (4) are not undone.
 */
const ATOMIC = 1;
const LARGEST_ITEM = 8;

/** Undoes the N-bit filter of one chunk of at most `most` bytes. Throws `unsupported`, `truncated`, `resource-limit`. */
export function decodeNbit(bytes: Uint8Array, values: readonly number[], most: number): Uint8Array {
  const [, isPlain = 0, count = 0, kind = 0, size = 0, order = 0, bits = 0, offset = 0] = values;
  if (isPlain === 1) return bytes;
  if (kind !== ATOMIC)
    throw new FormatError('unsupported', `expected N-bit packing of plain numbers, found class ${kind}`);
  if (size < 1 || size > LARGEST_ITEM || bits < 1 || bits + offset > size * 8)
    throw new FormatError('invalid-structure', `expected bits of ${size} bytes, found ${bits} at ${offset}`);
  if (count * size > most)
    throw new FormatError('resource-limit', `expected at most ${most} bytes of a chunk, found ${count * size}`);
  if (Math.ceil((count * bits) / 8) > bytes.length)
    throw new FormatError('truncated', `expected ${count} items of ${bits} bits, found ${bytes.length} bytes`);
  const out = new Uint8Array(count * size);
  let at = 0;
  for (let item = 0; item < count; item++)
    for (let bit = offset + bits - 1; bit >= offset; bit--, at++) {
      if (((bytes[at >> 3] as number) & (0x80 >> (at & 7))) === 0) continue;
      const byte = order === 0 ? bit >> 3 : size - 1 - (bit >> 3);
      const to = item * size + byte;
      out[to] = (out[to] as number) | (1 << (bit & 7));
    }
  return out;
}
