import { hash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { type Algorithm, type DigestStream, openDigest } from './digest-threads.js';
import { passFile } from './file-pass.js';
import { freeSlot, SLOT_BYTES, type Slot, takeSlot } from './slots.js';
import { type ByteSource, type FilePlace, readInto } from './source.js';

/** Digests by algorithm, lower-case hexadecimal. */
export type Digests = Partial<Record<Algorithm, string>>;

/** What is done with bytes while they pass, each read once. */
export interface PassOptions {
  /** Digests to make; none by default. */
  algorithms?: readonly Algorithm[];
  /** Compute the CRC-32 of zip. */
  crc?: boolean;
  /** Writes bytes elsewhere; they must not be kept. Calls overlap: `at` is their place, counted from the first byte. */
  write?(bytes: Buffer, at: number): Promise<void>;
  /** Where `write` puts them, if that is a file: threads may write there by themselves instead. It is open for reading as well. */
  into?: FilePlace | undefined;
  advance?(bytes: number): void;
  /** Memory that short content may be read into, for those who want it there. */
  room?: Buffer;
}

export interface Passed {
  digests: Digests;
  /** 0 where it was not asked for. */
  crc32: number;
  length: number;
}

/** Content up to this length is not worth a thread: it is digested where it is. */
export const SHORT_BYTES = 1 << 18;

/** Reads that are under way while earlier bytes are written. */
const READS_AHEAD = 3;

/** Passes the bytes [start, end) of a source, reading ahead; digests are made in other threads. */
export async function pass(source: ByteSource, options: PassOptions, start = 0, end = source.size): Promise<Passed> {
  if (end - start <= SHORT_BYTES) return await passShort(await readShort(source, start, end, options.room), options);
  const passed = await passInThreads(source, options, start, end);
  if (passed) return passed;
  const passing = await Passing.open(options, end - start);
  const ahead: Promise<Read>[] = [];
  let at = start;
  const readAhead = (slot: Slot): void => {
    const length = Math.min(SLOT_BYTES, end - at);
    const reading = passing.read(source, at, slot, length);
    reading.catch(() => {}); // it is awaited below
    ahead.push(reading);
    at += length;
  };
  try {
    while (at < end || ahead.length > 0) {
      // Who holds slots must not wait for more.
      if (ahead.length === 0) readAhead(await takeSlot());
      while (at < end && ahead.length < READS_AHEAD) {
        const slot = freeSlot();
        if (!slot) break;
        readAhead(slot);
      }
      const { slot, length, isDigested } = await (ahead.shift() as Promise<Read>);
      passing.put(slot, length, isDigested);
    }
    return await passing.end();
  } catch (error) {
    for (const reading of ahead) await reading.then(({ slot }) => slot.release()).catch(() => {});
    await passing.abandon();
    throw error;
  }
}

/** Lets threads do everything, where they can reach all of it; null where they cannot. */
async function passInThreads(
  { file }: ByteSource,
  { algorithms = [], write, into, crc, advance }: PassOptions,
  start: number,
  end: number,
): Promise<Passed | null> {
  const [algorithm, ...others] = algorithms;
  // Several digests of one read are made beside each other, over shared memory.
  if (!file || others.length > 0 || (write && !into)) return null;
  const from = { ...file, start: file.start + start };
  const done = await passFile({ from, length: end - start, algorithm, crc, into, advance });
  return done && { digests: algorithm ? { [algorithm]: done.digest } : {}, crc32: done.crc, length: end - start };
}

/** Passes chunks in order, as they come; `expected` bytes in all, where that is known. */
export async function passChunks(
  parts: AsyncIterable<Uint8Array>,
  options: PassOptions,
  expected?: number,
): Promise<Passed> {
  const first: Buffer[] = [];
  let length = 0;
  const iterator = parts[Symbol.asyncIterator]();
  for (let part = await iterator.next(); !part.done; part = await iterator.next()) {
    first.push(asBuffer(part.value));
    length += part.value.length;
    if (length > SHORT_BYTES) return passLong(first, iterator, options, expected);
  }
  return await passShort(first.length === 1 ? (first[0] as Buffer) : Buffer.concat(first), options);
}

async function passLong(
  first: readonly Buffer[],
  rest: AsyncIterator<Uint8Array>,
  options: PassOptions,
  expected: number | undefined,
): Promise<Passed> {
  const passing = await Passing.open(options, expected);
  let slot: Slot | undefined;
  let filled = 0;
  const add = async (part: Uint8Array): Promise<void> => {
    for (let at = 0; at < part.length; ) {
      slot ??= await takeSlot();
      const taken = Math.min(part.length - at, SLOT_BYTES - filled);
      slot.bytes.set(part.subarray(at, at + taken), filled);
      at += taken;
      filled += taken;
      if (filled === SLOT_BYTES) put(slot);
    }
  };
  const put = (full: Slot): void => {
    slot = undefined;
    passing.put(full, filled);
    filled = 0;
  };
  try {
    for (const part of first) await add(part);
    for (let part = await rest.next(); !part.done; part = await rest.next()) await add(part.value);
    if (slot) put(slot);
    return await passing.end();
  } catch (error) {
    (slot as Slot | undefined)?.release();
    await rest.return?.();
    await passing.abandon();
    throw error;
  }
}

/** Of thousands of short files the promises would take as long as the reading: there are none where nothing is waited for. */
function readShort(source: ByteSource, start: number, end: number, room?: Buffer): Buffer | Promise<Buffer> {
  if (!room) return source.read(start, end).then(asBuffer);
  const bytes = room.length === end - start ? room : room.subarray(0, end - start);
  if (source.readNow?.(start, bytes)) return bytes;
  return readInto(source, start, bytes).then(() => bytes);
}

function passShort(bytes: Buffer, { algorithms = [], crc, write, advance }: PassOptions): Passed | Promise<Passed> {
  const digests: Digests = {};
  for (const algorithm of algorithms) digests[algorithm] = hash(algorithm, bytes);
  const passed = { digests, crc32: crc ? crc32(bytes) : 0, length: bytes.length };
  if (write)
    return write(bytes, 0).then(() => {
      advance?.(bytes.length);
      return passed;
    });
  advance?.(bytes.length);
  return passed;
}

/** A filled slot. */
interface Read {
  slot: Slot;
  length: number;
  isDigested: boolean;
}

/** Bytes that are digested, checked and written at the same time, while the next ones are read. */
class Passing {
  readonly #pending = new Set<Promise<void>>();
  #failure: { error: unknown } | undefined;
  #crc = 0;
  #length = 0;

  private constructor(
    readonly options: PassOptions,
    readonly streams: readonly { algorithm: Algorithm; stream: DigestStream }[],
  ) {}

  /** `length` is what can be expected; nobody knows of a stream. */
  static async open(options: PassOptions, length = Number.POSITIVE_INFINITY): Promise<Passing> {
    const streams: { algorithm: Algorithm; stream: DigestStream }[] = [];
    // A stream for each algorithm, so that they run beside each other.
    for (const algorithm of options.algorithms ?? [])
      streams.push({ algorithm, stream: await openDigest(algorithm, length) });
    return new Passing(options, streams);
  }

  /** Fills a slot. Where a thread can, it reads by itself and digests at once what it has just read. */
  async read(source: ByteSource, at: number, slot: Slot, length: number): Promise<Read> {
    const { file } = source;
    const reader = this.streams[0]?.stream;
    try {
      if (file && reader?.readAndUpdate) {
        await reader.readAndUpdate(slot, length, file.descriptor, file.start + at);
        return { slot, length, isDigested: true };
      }
      await readInto(source, at, slot.bytes.subarray(0, length));
      return { slot, length, isDigested: false };
    } catch (error) {
      slot.release();
      throw error;
    }
  }

  /**
   * Takes the next `length` bytes over, and the slot with them; `isDigested` by the first stream already. Throws what went
   * wrong with earlier ones.
   */
  put(slot: Slot, length: number, isDigested = false): void {
    if (this.#failure) {
      slot.release();
      throw this.#failure.error;
    }
    const { write, crc, advance } = this.options;
    const streams = isDigested ? this.streams.slice(1) : this.streams;
    const bytes = slot.bytes.subarray(0, length);
    const work = streams.map(({ stream }) => stream.update(slot, length));
    if (write) work.push(write(bytes, this.#length));
    if (crc) this.#crc = crc32(bytes, this.#crc);
    this.#length += length;
    const done = Promise.allSettled(work).then((results) => {
      const failed = results.find((result) => result.status === 'rejected');
      if (failed) this.#failure ??= { error: failed.reason };
      slot.release();
      this.#pending.delete(done);
      advance?.(length);
    });
    this.#pending.add(done);
  }

  async end(): Promise<Passed> {
    await Promise.all(this.#pending);
    if (this.#failure) throw this.#failure.error;
    const digests: Digests = {};
    for (const { algorithm, stream } of this.streams) digests[algorithm] = await stream.digest();
    return { digests, crc32: this.#crc, length: this.#length };
  }

  /** Waits until nothing uses the shared memory any more. */
  async abandon(): Promise<void> {
    await Promise.all(this.#pending);
    for (const { stream } of this.streams) stream.drop();
  }
}

const asBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
