/** Flips the sign of every little-endian floating-point item of `itemBytes` bytes. Chunks may cut items. */
export const negated = (parts: AsyncIterable<Uint8Array>, itemBytes: number): AsyncGenerator<Uint8Array> =>
  flipped(parts, itemBytes, itemBytes - 1);

/** Flips the sign of the imaginary part, the second half of every item. */
export const conjugated = (parts: AsyncIterable<Uint8Array>, itemBytes: number): AsyncGenerator<Uint8Array> =>
  flipped(parts, itemBytes, itemBytes - 1);

/** Flips the highest bit of byte `at` of every item. */
async function* flipped(parts: AsyncIterable<Uint8Array>, itemBytes: number, at: number): AsyncGenerator<Uint8Array> {
  let position = 0;
  for await (const part of parts) {
    const bytes = Uint8Array.from(part);
    for (let i = (at - (position % itemBytes) + itemBytes) % itemBytes; i < bytes.length; i += itemBytes)
      bytes[i] = (bytes[i] as number) ^ 0x80;
    position += part.length;
    yield bytes;
  }
}
