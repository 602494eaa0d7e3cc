/** Bytes compared at a time. */
const CHUNK_BYTES = 1 << 20;

/**
 * Chunks of two streams side by side, each of the size asked for up to the end of its stream; a side that has ended is
 * empty. The next chunks are read while the last ones are compared.
 */
export async function* chunkPairs(
  a: AsyncIterable<Uint8Array>,
  b: AsyncIterable<Uint8Array>,
  sizeA = CHUNK_BYTES,
  sizeB = sizeA,
): AsyncGenerator<[Uint8Array, Uint8Array]> {
  const left = inChunksOf(sizeA, a);
  const right = inChunksOf(sizeB, b);
  const take = async (): Promise<[Uint8Array, Uint8Array] | null> => {
    const [x, y] = await Promise.all([left.next(), right.next()]);
    return x.done && y.done ? null : [x.done ? NOTHING : x.value, y.done ? NOTHING : y.value];
  };
  let coming = take();
  for (;;) {
    const pair = await coming;
    if (!pair) return;
    coming = take();
    // Whoever stops early never asks for this one.
    coming.catch(() => undefined);
    yield pair;
  }
}

const NOTHING = new Uint8Array(0);

/** The same bytes in chunks of exactly `size`, the last one shorter. Copies only where a chunk crosses a border. */
async function* inChunksOf(size: number, parts: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let held: Buffer | null = null;
  let filled = 0;
  for await (const part of parts) {
    let at = 0;
    while (at < part.length) {
      if (held === null && part.length - at >= size) {
        yield part.subarray(at, at + size);
        at += size;
        continue;
      }
      held ??= Buffer.allocUnsafe(size);
      const taken = Math.min(size - filled, part.length - at);
      held.set(part.subarray(at, at + taken), filled);
      filled += taken;
      at += taken;
      if (filled === size) {
        yield held;
        held = null;
        filled = 0;
      }
    }
  }
  if (held !== null) yield held.subarray(0, filled);
}
