import { Readable } from 'node:stream';
import { createInflateRaw } from 'node:zlib';
import { FormatError } from '../bytes/format-error.js';
import type { Limits } from '../bytes/limits.js';
import { type ByteSource, checkRange, chunks } from '../bytes/source.js';
import { asInflateError, inflateRaw, overLimit } from './inflate.js';

const INPUT_CHUNK = 1 << 16;

/**
 * Deflated bytes as a source that inflates as it is read: from the start to where reading stops, in constant memory.
 * Reading backwards holds everything in memory where the limits allow that, else it begins anew.
 * Throws `zip-structure` where the stream is shorter or longer than declared.
 */
export function inflatingSource(compressed: ByteSource, size: number, limits: Limits): ByteSource {
  if (size > compressed.size * limits.inflationRatio + INPUT_CHUNK) throw overLimit(compressed.size, size, limits);
  let stream = new ForwardInflation(compressed, size);
  let held: Promise<ByteSource> | undefined;
  let turn: Promise<unknown> = Promise.resolve();
  const read = async (start: number, end: number): Promise<Uint8Array> => {
    if (held) return (await held).read(start, end);
    if (start >= stream.position) return stream.take(start, end);
    stream.close();
    if (size <= limits.inflatedBytes) {
      held = inflateRaw(compressed, size, { ...limits, inflationRatio: Number.MAX_SAFE_INTEGER });
      return (await held).read(start, end);
    }
    stream = new ForwardInflation(compressed, size);
    return stream.take(start, end);
  };
  return {
    size,
    read(start, end) {
      checkRange(start, end, size);
      // One after the other: the stream has one position.
      const result = turn.then(() => read(start, end));
      turn = result.catch(() => undefined);
      return result;
    },
  };
}

/** Inflates forward and keeps what was inflated but not yet asked for. */
class ForwardInflation {
  position = 0;
  #rest: Uint8Array = new Uint8Array(0);
  readonly #engine = createInflateRaw({ chunkSize: INPUT_CHUNK });
  readonly #output: AsyncIterator<Uint8Array>;

  constructor(
    compressed: ByteSource,
    readonly size: number,
  ) {
    const input = Readable.from(chunks(compressed, 0, compressed.size, INPUT_CHUNK), { highWaterMark: 1 });
    input.on('error', (error) => this.#engine.destroy(error));
    this.#output = input.pipe(this.#engine)[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
  }

  async take(start: number, end: number): Promise<Uint8Array> {
    while (this.position < start) await this.#next(Math.min(INPUT_CHUNK, start - this.position));
    const out = Buffer.allocUnsafe(end - start);
    for (let filled = 0; filled < out.length; ) {
      const part = await this.#next(out.length - filled);
      out.set(part, filled);
      filled += part.length;
    }
    if (end === this.size) await this.#expectEnd();
    return out;
  }

  close(): void {
    this.#engine.destroy();
  }

  /** At least one and at most `most` bytes. */
  async #next(most: number): Promise<Uint8Array> {
    if (this.#rest.length === 0) {
      const part = await this.#pull();
      if (part === null)
        throw new FormatError('zip-structure', `expected ${this.size} inflated bytes, found ${this.position}`);
      this.#rest = part;
    }
    const part = this.#rest.subarray(0, most);
    this.#rest = this.#rest.subarray(part.length);
    this.position += part.length;
    return part;
  }

  async #expectEnd(): Promise<void> {
    if (this.#rest.length > 0 || (await this.#pull()) !== null)
      throw new FormatError('zip-structure', `expected ${this.size} inflated bytes, found more`);
  }

  async #pull(): Promise<Uint8Array | null> {
    try {
      const { value, done } = await this.#output.next();
      return done ? null : value;
    } catch (error) {
      throw asInflateError(error, this.#engine.bytesWritten);
    }
  }
}
