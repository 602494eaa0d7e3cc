import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { FormatError } from './format-error.js';
import { sharedMemory } from './slots.js';

/** More threads than this gain nothing: reading and writing cannot keep up. */
const MOST_THREADS = 4;

/** Tasks that can be done at the same time without waiting for each other. */
export const threadCount = (): number => Math.min(MOST_THREADS, availableParallelism());

/** What a thread says besides its answers; see `byte-worker.cjs`. */
interface Reply {
  advanced?: number;
  failure?: { code: string; message: string };
}

interface Waiting {
  // biome-ignore lint/suspicious/noExplicitAny: who asks knows the answer to its question
  resolve(answer: any): void;
  reject(error: Error): void;
  advance(bytes: number): void;
}

/** A worker, and who waits for its answers: it gives them in the order of asking. */
export class Thread {
  /** Tasks that it was given and has not ended. */
  load = 0;
  #failure: Error | undefined;
  readonly #waiting: Waiting[] = [];

  private constructor(readonly worker: Worker) {
    worker.on('message', (reply: Reply) => this.#hear(reply));
    worker.on('error', (error) => this.#fail(error));
    worker.on('exit', (code) => this.#fail(new Error(`expected the thread to stay, found it ended (${code})`)));
    // Idle until it is asked. Listening for messages would keep the process alive, so this comes last.
    worker.unref();
  }

  /** Starts a thread; null where this process may have none, or where its file is not beside this one. */
  static async start(): Promise<Thread | null> {
    try {
      const worker = new Worker(new URL('./byte-worker.cjs', import.meta.url), { workerData: sharedMemory() });
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

  /** Tells it something that needs no answer. */
  tell(message: object): void {
    this.worker.postMessage(message);
  }

  /** The answer to what `message` asks for. `advance` hears of bytes that are done before all are. */
  ask<Answer extends object>(message: object, advance: Waiting['advance'] = () => {}): Promise<Answer> {
    if (this.#failure) return Promise.reject(this.#failure);
    // An idle thread keeps no process alive, a busy one does.
    if (this.#waiting.length === 0) this.worker.ref();
    this.worker.postMessage(message);
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject, advance }));
  }

  #hear(reply: Reply): void {
    const { advanced, failure } = reply;
    if (advanced !== undefined) {
      this.#waiting[0]?.advance(advanced);
      return;
    }
    const waiting = this.#waiting.shift();
    if (failure) waiting?.reject(errorOf(failure));
    else waiting?.resolve(reply);
    if (this.#waiting.length === 0) this.worker.unref();
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    threads.splice(0, threads.length, ...threads.filter((thread) => thread !== this));
    for (const { reject } of this.#waiting.splice(0)) reject(this.#failure);
  }
}

/** What a thread says went wrong, as the error that reading or writing here would have thrown. */
function errorOf({ code, message }: { code: string; message: string }): Error {
  if (code === 'TRUNCATED') return new FormatError('truncated', `${message} (the file shrank while it was read)`);
  return Object.assign(new Error(message), { code });
}

const threads: Thread[] = [];
const starting = new Set<Promise<void>>();
/** Callers that have no thread yet. */
let asking = 0;
let isUnavailable = false;

/** Starting a thread takes as long as digesting so many bytes. */
const THREAD_BYTES = 8 << 20;

/**
 * The least busy thread for a task of about `length` bytes, which counts in its `load` until the caller takes it off again; null where
 * it is done faster without, or where there are none.
 */
export async function takeThread(length: number): Promise<Thread | null> {
  if (length < THREAD_BYTES && threads.length === 0) return null;
  asking++;
  startThread();
  await Promise.all(starting);
  asking--;
  const [first, ...others] = threads;
  if (!first) return null;
  const thread = others.reduce((least, each) => (each.load < least.load ? each : least), first);
  // At once: the next caller must not take it for idle.
  thread.load++;
  return thread;
}

/** Starts one more where callers would have to share those there are, unless that is all there may be. */
function startThread(): void {
  const idle = threads.filter(({ load }) => load === 0).length + starting.size;
  if (isUnavailable || idle >= asking || threads.length + starting.size >= threadCount()) return;
  const start = Thread.start().then((thread) => {
    starting.delete(start);
    if (thread) threads.push(thread);
    else isUnavailable = true;
  });
  starting.add(start);
}
