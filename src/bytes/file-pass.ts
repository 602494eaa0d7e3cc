import type { Algorithm } from './digest-threads.js';
import type { FilePlace } from './source.js';
import { type Answer, digestThreads, takeThread } from './threads.js';

/** What is done with `length` bytes of a file. */
interface FilePass {
  from: FilePlace;
  length: number;
  algorithm?: Algorithm | undefined;
  crc?: boolean | undefined;
  /** Where they are written: open for reading as well. */
  into?: FilePlace | undefined;
  advance?: ((bytes: number) => void) | undefined;
}

/** What is shorter is not worth a second thread. */
const PAIR_BYTES = 8 << 20;

/**
 * Passes a range of a file in threads that read and write by themselves, a piece at a time that never leaves the cache of their
 * core. A long copy is made by one thread and digested by another one, which follows in what was written: each byte of the source is
 * read once, and the digest is of what lies in the new file. Null where there are no threads, none is worth its start, or sharing the
 * work over shared memory is faster.
 */
export async function passFile(options: FilePass): Promise<Pick<Answer, 'digest' | 'crc'> | null> {
  const { from, length, algorithm, crc, into, advance } = options;
  const source = { pass: true, file: from.descriptor, position: from.start, length };
  const target = into && { file: into.descriptor, position: into.start };
  // Checking takes so long that each of two threads has its part of it.
  const share = (every: number, first: number) => crc && { every, first };
  const isLong = length >= PAIR_BYTES && digestThreads() > 1;
  // Nothing is to be copied: this thread checks what another one digests.
  if (isLong && !target && algorithm && crc) return null;
  const copier = await takeThread(length);
  if (!copier) return null;
  if (!target || !algorithm || !isLong)
    return copier.ask({ ...source, algorithm, crc: share(1, 0), target }, advance).finally(() => copier.load--);
  const pace = new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT));
  // In this order: who follows must not wait for somebody behind it in one queue.
  const copied = copier.ask({ ...source, crc: share(2, 0), target, pace, leads: true }).finally(() => copier.load--);
  copied.catch(() => {}); // it is awaited below
  const follower = (await takeThread(length)) ?? copier;
  const digested = follower
    .ask({ ...source, ...target, algorithm, crc: share(2, 1), pace, leads: false }, advance)
    .finally(() => follower.load--);
  const [copy, digest] = await Promise.allSettled([copied, digested]);
  // Why copying failed says more than that nobody could follow.
  if (copy.status === 'rejected') throw copy.reason;
  if (digest.status === 'rejected') throw digest.reason;
  return { digest: digest.value.digest, crc: (copy.value.crc ^ digest.value.crc) >>> 0 };
}
