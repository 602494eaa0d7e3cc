import { createHash } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { FormatError } from './format-error.js';
import type { Slot } from './slots.js';
import { sharedMemory } from './slots.js';

/** Digest algorithms by their names in node:crypto and in manifests (RFC 8493, 2.4). */
export type Algorithm = 'md5' | 'sha1' | 'sha224' | 'sha256' | 'sha384' | 'sha512';

/** One digest in the making. */
export interface DigestStream {
  /** Adds the first `length` bytes of a slot; resolves when they were read. Calls keep their order. */
  update(slot: Slot, length: number): Promise<void>;
  /** Reads the first `length` bytes of a slot from an open file and adds them, in one go; only threads can. */
  readAndUpdate?(slot: Slot, length: number, file: number, position: number): Promise<void>;
  /** Lower-case hexadecimal. */
  digest(): Promise<string>;
  /** Forgets it unfinished. */
  drop(): void;
}

/** More threads than this gain nothing: reading and writing cannot keep up. */
const MOST_THREADS = 4;

/** Digests that can be made at the same time without waiting for each other. */
export const digestThreads = (): number => Math.min(MOST_THREADS, availableParallelism());

interface Reply {
  stream: number;
  digest?: string;
  failure?: { code: string; message: string };
}

interface Waiting {
  resolve(digest: string): void;
  reject(error: Error): void;
}

/** A worker, and who waits for its answers: it gives them in the order of asking. */
class Thread {
  streams = 0;
  #next = 0;
  #failure: Error | undefined;
  readonly #waiting: Waiting[] = [];

  private constructor(readonly worker: Worker) {
    worker.on('message', ({ digest = '', failure }: Reply) =>
      this.#settle((waiting) => (failure ? waiting.reject(readError(failure)) : waiting.resolve(digest))),
    );
    worker.on('error', (error) => this.#fail(error));
    worker.on('exit', (code) => this.#fail(new Error(`expected the digest thread to stay, found it ended (${code})`)));
    // Idle until it is asked. Listening for messages would keep the process alive, so this comes last.
    worker.unref();
  }

  /** Starts a thread; null where this process may have none, or where its file is not beside this one. */
  static async start(): Promise<Thread | null> {
    try {
      const worker = new Worker(new URL('./digest-worker.cjs', import.meta.url), { workerData: sharedMemory() });
      await new Promise<void>((resolve, reject) => {
        worker.once('message', () => resolve());
        worker.once('error', reject);
        worker.once('exit', reject);
      });
      return new Thread(worker);
    } catch {
      return null;
    }
  }

  open(algorithm: Algorithm): DigestStream {
    const stream = this.#next++;
    this.streams++;
    this.worker.postMessage({ stream, algorithm });
    return {
      update: async (slot, length) => void (await this.#ask({ stream, start: slot.start, length })),
      readAndUpdate: async (slot, length, file, position) =>
        void (await this.#ask({ stream, start: slot.start, length, file, position })),
      digest: () => {
        this.streams--;
        return this.#ask({ stream, end: true });
      },
      drop: () => {
        this.streams--;
        this.worker.postMessage({ stream, drop: true });
      },
    };
  }

  #ask(message: object): Promise<string> {
    if (this.#failure) return Promise.reject(this.#failure);
    // An idle thread keeps no process alive, a busy one does.
    if (this.#waiting.length === 0) this.worker.ref();
    this.worker.postMessage(message);
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
  }

  #settle(answer: (waiting: Waiting) => void): void {
    const waiting = this.#waiting.shift();
    if (waiting) answer(waiting);
    if (this.#waiting.length === 0) this.worker.unref();
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    threads.splice(0, threads.length, ...threads.filter((thread) => thread !== this));
    for (const { reject } of this.#waiting.splice(0)) reject(this.#failure);
  }
}

/** What a thread says went wrong, as the error that reading here would have thrown. */
function readError({ code, message }: { code: string; message: string }): Error {
  if (code === 'TRUNCATED') return new FormatError('truncated', `${message} (the file shrank while it was read)`);
  return Object.assign(new Error(message), { code });
}

const threads: Thread[] = [];
let starting: Promise<void> = Promise.resolve();
let isUnavailable = false;

/** Starting a thread takes as long as digesting so many bytes. */
const THREAD_BYTES = 8 << 20;

/** Opens a digest of about `length` bytes in the least busy thread; in this one where that is faster or there are no threads. */
export async function openDigest(algorithm: Algorithm, length: number): Promise<DigestStream> {
  if (length < THREAD_BYTES && threads.length === 0) return openHere(algorithm);
  // One at a time, so that two callers do not start more threads than there may be.
  starting = starting.then(startThread);
  await starting;
  const [first, ...others] = threads;
  if (!first) return openHere(algorithm);
  return others.reduce((least, thread) => (thread.streams < least.streams ? thread : least), first).open(algorithm);
}

async function startThread(): Promise<void> {
  if (isUnavailable || threads.length >= digestThreads() || threads.some(({ streams }) => streams === 0)) return;
  const thread = await Thread.start();
  if (thread) threads.push(thread);
  else isUnavailable = true;
}

function openHere(algorithm: Algorithm): DigestStream {
  const hash = createHash(algorithm);
  return {
    update: async (slot, length) => void hash.update(slot.bytes.subarray(0, length)),
    digest: async () => hash.digest('hex'),
    drop() {},
  };
}
