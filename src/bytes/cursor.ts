import { FormatError } from './format-error.js';

/** Reads numbers and runs of bytes from memory, in order, never past the end. `base` is the file offset of byte 0. */
export class Cursor {
  #at = 0;
  readonly #view: DataView;
  constructor(
    readonly bytes: Uint8Array,
    readonly base = 0,
    public littleEndian = true,
  ) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Position relative to the first byte of `bytes`. */
  get position(): number {
    return this.#at;
  }
  /** Position as an offset in the file. */
  get offset(): number {
    return this.base + this.#at;
  }
  get remaining(): number {
    return this.bytes.length - this.#at;
  }

  seek(position: number): void {
    if (!Number.isSafeInteger(position) || position < 0 || position > this.bytes.length) {
      throw new FormatError(
        'truncated',
        `expected position ${position} within ${this.bytes.length} bytes`,
        this.offset,
      );
    }
    this.#at = position;
  }
  skip(count: number): void {
    this.#take(count);
  }
  take(count: number): Uint8Array {
    const at = this.#take(count);
    return this.bytes.subarray(at, at + count);
  }
  /** UTF-8 text; malformed sequences become U+FFFD. */
  text(count: number): string {
    return Buffer.from(this.take(count)).toString('utf8');
  }
  latin1(count: number): string {
    return Buffer.from(this.take(count)).toString('latin1');
  }
  u8(): number {
    return this.#view.getUint8(this.#take(1));
  }
  i8(): number {
    return this.#view.getInt8(this.#take(1));
  }
  u16(): number {
    return this.#view.getUint16(this.#take(2), this.littleEndian);
  }
  i16(): number {
    return this.#view.getInt16(this.#take(2), this.littleEndian);
  }
  u32(): number {
    return this.#view.getUint32(this.#take(4), this.littleEndian);
  }
  i32(): number {
    return this.#view.getInt32(this.#take(4), this.littleEndian);
  }
  u64(): bigint {
    return this.#view.getBigUint64(this.#take(8), this.littleEndian);
  }
  i64(): bigint {
    return this.#view.getBigInt64(this.#take(8), this.littleEndian);
  }
  f32(): number {
    return this.#view.getFloat32(this.#take(4), this.littleEndian);
  }
  f64(): number {
    return this.#view.getFloat64(this.#take(8), this.littleEndian);
  }
  /** A declared size or offset as a number; beyond 2^53 it cannot be inside any file. */
  size64(): number {
    const at = this.offset;
    const value = this.u64();
    if (value > BigInt(Number.MAX_SAFE_INTEGER))
      throw new FormatError('invalid-structure', `expected a size below 2^53, found ${value}`, at);
    return Number(value);
  }

  #take(count: number): number {
    if (!Number.isSafeInteger(count) || count < 0 || count > this.remaining) {
      throw new FormatError('truncated', `expected ${count} bytes, found ${this.remaining}`, this.offset);
    }
    const at = this.#at;
    this.#at += count;
    return at;
  }
}
