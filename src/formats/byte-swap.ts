/** Chunks with the bytes of every item reversed: big-endian values as little-endian ones. Chunks may cut items. */
export async function* swapped(parts: AsyncIterable<Uint8Array>, itemBytes: number): AsyncGenerator<Uint8Array> {
  if (itemBytes === 1) {
    yield* parts;
    return;
  }
  let rest: Uint8Array = new Uint8Array(0);
  for await (const part of parts) {
    const bytes = Buffer.concat([rest, part]);
    const whole = bytes.length - (bytes.length % itemBytes);
    for (let at = 0; at < whole; at += itemBytes) bytes.subarray(at, at + itemBytes).reverse();
    rest = bytes.subarray(whole);
    if (whole > 0) yield bytes.subarray(0, whole);
  }
  if (rest.length > 0) yield rest;
}
