import { equalPieces } from '../bytes/equal-pieces.js';
import { CHUNK_BYTES, wholeOf } from '../bytes/source.js';

/** Bytes of both sides at one place, or how many of them are the same there. */
export type Piece = { same: number } | { differ: [Uint8Array, Uint8Array] };

/**
 * Two streams of bytes side by side, as pieces of CHUNK_BYTES (or of `size`) that are the same and pieces that differ; where one
 * ends before the other, its side is short. Bytes that are the same where they lie are not looked at here.
 */
export async function* pieces(
  a: AsyncIterable<Uint8Array>,
  b: AsyncIterable<Uint8Array>,
  size = CHUNK_BYTES,
): AsyncGenerator<Piece> {
  const [left, right] = [wholeOf(a), wholeOf(b)];
  if (!left || !right || left.size !== right.size || size !== CHUNK_BYTES) {
    for await (const [x, y] of chunkPairs(a, b, size))
      yield Buffer.compare(x, y) === 0 ? { same: x.length } : { differ: [x, y] };
    return;
  }
  let at = 0;
  for await (const same of equalPieces(left, right)) {
    const end = Math.min(at + CHUNK_BYTES, left.size);
    yield same ? { same: end - at } : { differ: [await left.read(at, end), await right.read(at, end)] };
    at = end;
  }
}

/** True where two streams hold the same bytes; nothing behind the first difference is read. */
export async function areSame(a: AsyncIterable<Uint8Array>, b: AsyncIterable<Uint8Array>): Promise<boolean> {
  for await (const piece of pieces(a, b)) if ('differ' in piece) return false;
  return true;
}

/**
 * Chunks of two streams side by side, each of the size asked for up to the end of its stream; a side that has ended is
 * empty. The next chunks are read while the last ones are compared.
 */
export async function* chunkPairs(
  a: AsyncIterable<Uint8Array>,
  b: AsyncIterable<Uint8Array>,
  sizeA: number,
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
