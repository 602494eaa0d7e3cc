import type { FileSink } from '../file-sink.js';

/** Bytes gathered before they are written. */
const BLOCK_BYTES = 4 << 20;

/** Gathers what is small and lies side by side into few large writes; one block is written while the other fills. */
export class BlockWriter {
  #filling = Buffer.alloc(BLOCK_BYTES);
  #idle = Buffer.alloc(BLOCK_BYTES);
  #position = 0;
  #length = 0;
  #writing: Promise<void> = Promise.resolve();

  constructor(readonly sink: FileSink) {}

  /** Memory for the `length` bytes at `position` of the file, to be filled before the next call; at most one block. */
  room(position: number, length: number): Buffer | Promise<Buffer> {
    if (position === this.#position + this.#length && this.#length + length <= BLOCK_BYTES) return this.#take(length);
    return this.#flush().then(() => {
      this.#position = position;
      return this.#take(length);
    });
  }

  /** Resolves when everything is written. */
  async end(): Promise<void> {
    await this.#flush();
    await this.#writing;
  }

  /** Waits until nothing is being written any more, whatever went wrong. */
  async settle(): Promise<void> {
    await this.#writing.catch(() => {});
  }

  #take(length: number): Buffer {
    const start = this.#length;
    this.#length += length;
    return this.#filling.subarray(start, this.#length);
  }

  async #flush(): Promise<void> {
    if (this.#length === 0) return;
    await this.#writing;
    const full = this.#filling;
    this.#writing = this.sink.write(full.subarray(0, this.#length), this.#position);
    this.#writing.catch(() => {}); // it is awaited with the next block
    this.#filling = this.#idle;
    this.#idle = full;
    this.#length = 0;
  }
}
