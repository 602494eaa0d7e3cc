import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { crc32 } from 'node:zlib';
import type { ZipEntryLayout, ZipLayout } from './layout.js';
import { CRC_OFFSET, centralHeader, type DosTime, endRecords, localHeader } from './records.js';

/** A CRC that was known only after its local header had passed: to be written at `offset` once everything lies in the file. */
export interface CrcPatch {
  offset: number;
  crc32: number;
}

/** What archiver hands to its engine for one entry. */
export interface EntryData {
  name: string;
}

/**
 * The zip engine behind archiver: it takes entries of known size in the order of the layout and yields exactly the bytes
 * that the layout foresees. The members `append`, `finalize`, `on`, `pipe` and `unpipe` are those archiver calls.
 */
export class StoredZipEngine {
  readonly patches: CrcPatch[] = [];
  readonly #output = new PassThrough({ highWaterMark: 4 << 20 });
  readonly #crcs: number[] = [];

  constructor(
    readonly layout: ZipLayout,
    readonly time: DosTime,
  ) {}

  append(source: Buffer | AsyncIterable<Buffer>, data: EntryData, done: (error?: Error) => void): void {
    this.#write(source, data.name).then(
      () => done(),
      (error: Error) => done(error),
    );
  }

  finalize(): void {
    const { entries, directoryOffset, directorySize } = this.layout;
    if (this.#crcs.length !== entries.length) {
      this.#output.destroy(new Error(`expected ${entries.length} entries, found ${this.#crcs.length}`));
      return;
    }
    const headers = entries.map((entry, i) => centralHeader(entry, this.#crcs[i] ?? 0, this.time));
    this.#output.write(Buffer.concat(headers));
    this.#output.end(endRecords(entries.length, directoryOffset, directorySize));
  }

  on(event: string, listener: (...values: unknown[]) => void): this {
    this.#output.on(event, listener);
    return this;
  }
  pipe<T extends NodeJS.WritableStream>(destination: T): T {
    return this.#output.pipe(destination);
  }
  unpipe(destination?: NodeJS.WritableStream): void {
    this.#output.unpipe(destination);
  }

  async #write(source: Buffer | AsyncIterable<Buffer>, name: string): Promise<void> {
    const entry = this.layout.entries[this.#crcs.length];
    if (entry === undefined || entry.name !== name)
      throw new Error(`expected entry ${JSON.stringify(entry?.name ?? 'none')}, found ${JSON.stringify(name)}`);
    if (Buffer.isBuffer(source)) await this.#writeWhole(entry, source);
    else await this.#writeChunks(entry, source);
  }

  async #writeWhole(entry: ZipEntryLayout, bytes: Buffer): Promise<void> {
    checkLength(entry, bytes.length);
    const crc = crc32(bytes);
    this.#crcs.push(crc);
    await this.#push(Buffer.concat([localHeader(entry, crc, this.time), bytes]));
  }

  async #writeChunks(entry: ZipEntryLayout, chunks: AsyncIterable<Buffer>): Promise<void> {
    await this.#push(localHeader(entry, 0, this.time));
    let crc = 0;
    let length = 0;
    for await (const chunk of chunks) {
      crc = crc32(chunk, crc);
      length += chunk.length;
      await this.#push(chunk);
    }
    checkLength(entry, length);
    this.#crcs.push(crc);
    this.patches.push({ offset: entry.headerOffset + CRC_OFFSET, crc32: crc });
  }

  async #push(bytes: Buffer): Promise<void> {
    if (!this.#output.write(bytes)) await once(this.#output, 'drain');
  }
}

function checkLength(entry: ZipEntryLayout, length: number): void {
  if (length !== entry.size)
    throw new Error(`expected ${entry.size} bytes of ${JSON.stringify(entry.name)}, found ${length}`);
}
