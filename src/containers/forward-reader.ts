import { Cursor } from '../bytes/cursor.js';
import { FormatError } from '../bytes/format-error.js';
import type { ByteSource } from '../bytes/source.js';

const FIRST_WINDOW = 4096;
const LARGEST_WINDOW = 1 << 20;

/**
 * Reads numbers and text forward through a source, a window at a time; windows grow while reading goes on, so that a
 * short header costs one small read. `limit` is the offset beyond which nothing is read: `resource-limit`.
 */
export class ForwardReader {
  littleEndian = true;
  #cursor: Cursor;
  #window = FIRST_WINDOW;

  constructor(
    readonly source: ByteSource,
    start = 0,
    readonly limit = Number.MAX_SAFE_INTEGER,
  ) {
    this.#cursor = new Cursor(new Uint8Array(0), start);
  }

  get offset(): number {
    return this.#cursor.offset;
  }

  /** A cursor with at least `count` bytes ahead; what is taken from it is taken from here. */
  async ahead(count: number): Promise<Cursor> {
    const start = this.#cursor.offset;
    if (count > this.source.size - start)
      throw new FormatError('truncated', `expected ${count} bytes, found ${this.source.size - start}`, start);
    if (start + count > this.limit)
      throw new FormatError('resource-limit', `expected a header of at most ${this.limit} bytes, found more`, start);
    if (this.#cursor.remaining < count) {
      const end = Math.min(this.source.size, start + Math.max(count, this.#window));
      this.#window = Math.min(LARGEST_WINDOW, this.#window * 4);
      this.#cursor = new Cursor(await this.source.read(start, end), start);
    }
    this.#cursor.littleEndian = this.littleEndian;
    return this.#cursor;
  }

  async u8(): Promise<number> {
    return (await this.ahead(1)).u8();
  }
  async u32(): Promise<number> {
    return (await this.ahead(4)).u32();
  }
  async u64(): Promise<bigint> {
    return (await this.ahead(8)).u64();
  }
  /** A declared size; beyond 2^53 it is `invalid-structure`. */
  async size64(): Promise<number> {
    return (await this.ahead(8)).size64();
  }
  async take(count: number): Promise<Uint8Array> {
    return (await this.ahead(count)).take(count);
  }
  async text(count: number): Promise<string> {
    return (await this.ahead(count)).text(count);
  }
  /** Goes on without reading. */
  skip(count: number): void {
    const cursor = this.#cursor;
    if (count <= cursor.remaining) {
      cursor.skip(count);
      return;
    }
    if (count > this.source.size - cursor.offset)
      throw new FormatError(
        'truncated',
        `expected ${count} bytes, found ${this.source.size - cursor.offset}`,
        cursor.offset,
      );
    this.#cursor = new Cursor(new Uint8Array(0), cursor.offset + count);
    this.#window = FIRST_WINDOW;
  }
}
