import { Cursor } from '../bytes/cursor.js';
import { FormatError } from '../bytes/format-error.js';
import type { ByteSource } from '../bytes/source.js';

/** Unit of metadata reads: object headers, heaps and index nodes are mostly smaller and lie close together. */
const PAGE_BYTES = 4096;
/** Pages kept: enough for the metadata of thousands of objects, at most 4 MiB of memory. */
const PAGES_KEPT = 1024;
/** Longest structure read at once; a heap or a B-tree node is far smaller. */
const STRUCTURE_BYTES = 64 * 1024 * 1024;
/** Metadata read in all: far more than any real file has, so that links in circles and lies end. */
const METADATA_BYTES = 2 * 1024 * 1024 * 1024;

/** Reads metadata of an HDF5 file by address, through a small page cache. Addresses are relative to the base address. */
export class Hdf5Bytes {
  readonly #pages = new Map<number, Promise<Uint8Array>>();
  #total = 0;

  constructor(
    readonly source: ByteSource,
    /** File offset of address 0. */
    readonly base: number,
    /** Bytes of an address in the file: 2, 4 or 8. */
    readonly offsetSize: number,
    /** Bytes of a length in the file: 2, 4 or 8. */
    readonly lengthSize: number,
  ) {}

  /** A structure of `length` bytes at an address. Throws `truncated` where the file does not have it. */
  async read(address: number, length: number): Promise<Cursor> {
    const start = this.base + address;
    if (length > STRUCTURE_BYTES)
      throw new FormatError(
        'resource-limit',
        `expected a structure of at most ${STRUCTURE_BYTES} bytes, found ${length}`,
        start,
      );
    this.#total += length;
    if (this.#total > METADATA_BYTES)
      throw new FormatError(
        'resource-limit',
        `expected at most ${METADATA_BYTES} bytes of metadata, found more`,
        start,
      );
    if (!Number.isSafeInteger(start) || start < 0 || start + length > this.source.size)
      throw new FormatError(
        'truncated',
        `expected ${length} bytes, found ${Math.max(0, this.source.size - start)}`,
        start,
      );
    const first = Math.floor(start / PAGE_BYTES);
    const last = Math.floor((start + Math.max(1, length) - 1) / PAGE_BYTES);
    if (last > first + 1) return new Cursor(await this.source.read(start, start + length), start);
    const page = await this.#page(first);
    const from = start - first * PAGE_BYTES;
    if (last === first) return new Cursor(page.subarray(from, from + length), start);
    const bytes = new Uint8Array(length);
    bytes.set(page.subarray(from));
    bytes.set((await this.#page(last)).subarray(0, length - (PAGE_BYTES - from)), PAGE_BYTES - from);
    return new Cursor(bytes, start);
  }

  /** As `read`, but with what the file has where it ends before `length` bytes. */
  readUpTo(address: number, length: number): Promise<Cursor> {
    return this.read(address, Math.max(0, Math.min(length, this.source.size - this.base - address)));
  }

  /** An address of the file's size; null for the undefined address (all bits set). */
  address(cursor: Cursor): number | null {
    return readSized(cursor, this.offsetSize);
  }

  /** A length of the file's size; null where all bits are set. */
  length(cursor: Cursor): number | null {
    return readSized(cursor, this.lengthSize);
  }

  #page(index: number): Promise<Uint8Array> {
    const kept = this.#pages.get(index);
    if (kept) {
      this.#pages.delete(index);
      this.#pages.set(index, kept);
      return kept;
    }
    const start = index * PAGE_BYTES;
    const page = this.source.read(start, Math.min(this.source.size, start + PAGE_BYTES));
    this.#pages.set(index, page);
    if (this.#pages.size > PAGES_KEPT) this.#pages.delete(this.#pages.keys().next().value as number);
    return page;
  }
}

/** An unsigned little-endian integer of `size` bytes; null where all bits are set. Throws beyond 2^53. */
export function readSized(cursor: Cursor, size: number): number | null {
  const at = cursor.offset;
  let value = 0n;
  const bytes = cursor.take(size);
  for (let i = size - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[i] as number);
  if (value === (1n << BigInt(8 * size)) - 1n) return null;
  if (value > BigInt(Number.MAX_SAFE_INTEGER))
    throw new FormatError('invalid-structure', `expected a number below 2^53, found ${value}`, at);
  return Number(value);
}

/** As `readSized`, for numbers that have no undefined value (counts, sizes inside structures). */
export function readCount(cursor: Cursor, size: number): number {
  const at = cursor.offset;
  const value = readSized(cursor, size);
  if (value === null && size < 7) return 2 ** (8 * size) - 1;
  if (value === null) throw new FormatError('invalid-structure', 'expected a number, found all bits set', at);
  return value;
}

/** Checks the four-letter signature of a structure and steps over it. */
export function expectSignature(cursor: Cursor, signature: string): void {
  const at = cursor.offset;
  const found = cursor.latin1(4);
  if (found !== signature)
    throw new FormatError('invalid-structure', `expected "${signature}", found ${JSON.stringify(found)}`, at);
}

/** Checks the version of a structure and steps over it. */
export function expectVersion(cursor: Cursor, what: string, known: readonly number[]): number {
  const at = cursor.offset;
  const version = cursor.u8();
  if (!known.includes(version))
    throw new FormatError('unsupported', `expected ${what} of version ${known.join(' or ')}, found ${version}`, at);
  return version;
}

/** The next `length` bytes as a cursor of their own. */
export function takeCursor(cursor: Cursor, length: number): Cursor {
  const base = cursor.offset;
  return new Cursor(cursor.take(length), base);
}
