import type { Algorithm } from './digest-threads.js';
import type { FilePlace } from './source.js';
import { type Thread, takeThread, threadCount } from './threads.js';

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

/** What a thread made of it: '' and 0 where it was not asked for. */
interface Passed {
  digest: string;
  crc: number;
}

/** What is shorter is not worth a second thread. */
const PAIR_BYTES = 8 << 20;
/** In place of a step: this thread of the two has failed, or is no more. */
const STOPPED = -1;

/**
 * Passes a range of a file in threads that read and write by themselves, a piece at a time that never leaves the cache of their
 * core. A long copy is made and checked by one thread and digested by another one, which follows in what was written: each byte of the
 * source is read once, and the digest is of what lies in the new file. Null where there are no threads, or none is worth its start.
 */
export async function passFile(options: FilePass): Promise<Passed | null> {
  const { from, length, algorithm, crc, into, advance } = options;
  const source = { pass: true, file: from.descriptor, position: from.start, length };
  const target = into && { file: into.descriptor, position: into.start };
  const isPair = target && algorithm && length >= PAIR_BYTES && threadCount() > 1;
  const [copier, follower] = await Promise.all(Array.from({ length: isPair ? 2 : 1 }, () => takeThread(length)));
  if (!copier) return null;
  if (!follower) return copier.ask<Passed>({ ...source, algorithm, crc, target }, advance).finally(() => copier.load--);
  const pair = new Pair();
  // In this order: who follows must not wait for somebody behind it in one queue.
  const copied = pair.ask(copier, { ...source, crc, target, leads: true });
  const digested = pair.ask(follower, { ...source, ...target, algorithm, leads: false }, advance);
  const [copy, digest] = [await copied, await digested];
  if (!copy || !digest) throw pair.failure;
  return { digest: digest.digest, crc: copy.crc };
}

/** Two threads that go one behind the other; neither waits for one that has failed or ended, whatever ended it. */
class Pair {
  readonly #pace = new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT));
  /** What went wrong first: the other thread then says no more than that it stopped. */
  failure: unknown;

  /** Null where it failed. */
  async ask(
    thread: Thread,
    task: { leads: boolean; [key: string]: unknown },
    advance?: FilePass['advance'],
  ): Promise<Passed | null> {
    try {
      return await thread.ask<Passed>({ ...task, pace: this.#pace }, advance);
    } catch (error) {
      this.failure ??= error;
      const own = task.leads ? 0 : 1;
      Atomics.store(this.#pace, own, STOPPED);
      Atomics.notify(this.#pace, own);
      return null;
    } finally {
      thread.load--;
    }
  }
}
