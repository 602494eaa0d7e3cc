import { type ByteSource, CHUNK_BYTES, readInto } from './source.js';
import { takeThread, threadCount } from './threads.js';

/** Pieces that are spoken of one by one. */
const PIECE_BYTES = CHUNK_BYTES;
/** What is read at once stays in the cache until it is compared. */
const READ_BYTES = 1 << 17;
/** Most and least that a thread compares before it answers. */
const MOST_PIECES = 32;
const LEAST_PIECES = 4;

/**
 * Whether two sources of one size hold the same bytes, told for each piece of CHUNK_BYTES (the last one may be shorter), in order.
 * Threads compare what lies in files.
 */
export async function* equalPieces(a: ByteSource, b: ByteSource): AsyncGenerator<boolean> {
  const all = Math.ceil(a.size / PIECE_BYTES);
  const each = Math.min(MOST_PIECES, Math.max(LEAST_PIECES, Math.ceil(all / threadCount())));
  const ahead: Promise<boolean[]>[] = [];
  let at = 0;
  try {
    while (at < all || ahead.length > 0) {
      while (at < all && ahead.length <= threadCount()) {
        const comparing = comparePieces(a, b, at * PIECE_BYTES, Math.min(a.size, (at + each) * PIECE_BYTES));
        comparing.catch(() => {}); // it is awaited below
        ahead.push(comparing);
        at += each;
      }
      yield* await (ahead.shift() as Promise<boolean[]>);
    }
  } finally {
    // Whoever stops early closes the files, which threads still read.
    await Promise.allSettled(ahead);
  }
}

async function comparePieces(a: ByteSource, b: ByteSource, start: number, end: number): Promise<boolean[]> {
  const thread = a.file && b.file ? await takeThread(end - start) : null;
  if (!a.file || !b.file || !thread) return compareHere(a, b, start, end);
  try {
    const { equal } = await thread.ask<{ equal: boolean[] }>({
      compare: [a.file, b.file].map((file) => ({ file: file.descriptor, position: file.start + start })),
      length: end - start,
      pieceBytes: PIECE_BYTES,
    });
    return equal;
  } finally {
    thread.load--;
  }
}

async function compareHere(a: ByteSource, b: ByteSource, start: number, end: number): Promise<boolean[]> {
  const equal: boolean[] = [];
  const length = Math.min(READ_BYTES, end - start);
  const [roomA, roomB] = [Buffer.allocUnsafe(length), Buffer.allocUnsafe(length)];
  for (let piece = start; piece < end; piece += PIECE_BYTES) {
    const last = Math.min(end, piece + PIECE_BYTES);
    let same = true;
    for (let at = piece; same && at < last; at += READ_BYTES) {
      const [x, y] = [roomA.subarray(0, last - at), roomB.subarray(0, last - at)];
      await readInto(a, at, x);
      await readInto(b, at, y);
      same = x.equals(y);
    }
    equal.push(same);
  }
  return equal;
}
