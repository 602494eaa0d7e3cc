import type { ByteSource } from '../bytes/source.js';

const FIRST_BYTES = 1 << 15;
const LARGEST_BYTES = 1 << 20;

/**
 * The part of a source that a machine looks at. It grows while opcodes go on and is small again after a jump, so that a
 * pickle between huge arrays is read without them. A source itself, for the few bytes that are read besides opcodes.
 */
export class PickleWindow implements ByteSource {
  readonly size: number;
  /** Offset of the first byte of `bytes`. */
  base = 0;
  bytes: Buffer = Buffer.alloc(0);
  #length = FIRST_BYTES;

  constructor(readonly source: ByteSource) {
    this.size = source.size;
  }

  /**
   * Makes at least `needed` bytes from `offset` part of the window, `wanted` where the source has them, and returns the
   * position of `offset` in it. The caller has checked that the source has what is needed.
   */
  async moveTo(offset: number, needed: number, wanted = 0): Promise<number> {
    const end = this.base + this.bytes.length;
    if (offset >= this.base && offset + Math.max(1, needed) <= end) return offset - this.base;
    this.#length = offset > end || offset < this.base ? FIRST_BYTES : Math.min(LARGEST_BYTES, this.#length * 2);
    const bytes = await this.source.read(offset, Math.min(this.size, offset + Math.max(needed, wanted, this.#length)));
    this.base = offset;
    this.bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return 0;
  }

  async read(start: number, end: number): Promise<Uint8Array> {
    const isHeld = start >= this.base && end <= this.base + this.bytes.length;
    return isHeld ? this.bytes.subarray(start - this.base, end - this.base) : this.source.read(start, end);
  }
}

/** Bytes of a window that outlive it. */
export function copyOf(window: Buffer, start: number, end: number): Uint8Array {
  const copy = Buffer.allocUnsafe(end - start);
  window.copy(copy, 0, start, end);
  return copy;
}
