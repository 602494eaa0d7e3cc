import type { Limits } from '../bytes/limits.js';
import { maximumOutput, overLimit } from './inflate.js';

/** Growing output of a decompressor, which also serves as its window. Throws `resource-limit` at the limits. */
export class OutputBuffer {
  bytes: Uint8Array;
  length = 0;
  readonly #maximum: number;
  constructor(
    readonly compressed: number,
    readonly limits: Limits,
  ) {
    this.#maximum = maximumOutput(compressed, limits);
    this.bytes = new Uint8Array(Math.min(this.#maximum, Math.max(1 << 16, compressed * 4)));
  }

  /** Makes room for `count` more bytes. */
  ensure(count: number): void {
    const needed = this.length + count;
    if (needed <= this.bytes.length) return;
    if (needed > this.#maximum) throw overLimit(this.compressed, needed, this.limits);
    const grown = new Uint8Array(Math.min(this.#maximum, Math.max(needed, this.bytes.length * 2)));
    grown.set(this.bytes.subarray(0, this.length));
    this.bytes = grown;
  }

  push(byte: number): void {
    if (this.length === this.bytes.length) this.ensure(1);
    this.bytes[this.length++] = byte;
  }

  append(bytes: Uint8Array): void {
    this.ensure(bytes.length);
    this.bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  /** Repeats `count` bytes from `distance` back; the ranges may overlap. The caller has checked the distance. */
  copyBack(distance: number, count: number): void {
    this.ensure(count);
    const { bytes } = this;
    let to = this.length;
    if (distance >= count) bytes.copyWithin(to, to - distance, to - distance + count);
    else for (const end = to + count; to < end; to++) bytes[to] = bytes[to - distance] as number;
    this.length += count;
  }

  /** What was written so far. */
  written(): Uint8Array {
    return this.bytes.subarray(0, this.length);
  }
}
