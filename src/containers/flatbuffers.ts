import { Cursor } from '../bytes/cursor.js';
import { FormatError } from '../bytes/format-error.js';
import type { ByteSource } from '../bytes/source.js';

/** A run of bytes inside the buffer. */
export interface FlatRange {
  start: number;
  end: number;
}

/**
 * A table of a FlatBuffers buffer, its fields by their number in the schema. Every access is checked; an offset that
 * leaves the buffer is a FormatError. Nothing is read before it is asked for: use a windowed source.
 */
export interface FlatTable {
  /** Position in the buffer: two equal ones are the same table. */
  position: number;
  u8(field: number): Promise<number>;
  i8(field: number): Promise<number>;
  i32(field: number, missing?: number): Promise<number>;
  u32(field: number, missing?: number): Promise<number>;
  /** Beyond 2^53 it is no size of any file: `invalid-structure`. */
  u64(field: number): Promise<number>;
  /** '' where the table lacks it. */
  text(field: number): Promise<string>;
  table(field: number): Promise<FlatTable | null>;
  /** Where a vector of bytes lies. */
  bytes(field: number): Promise<FlatRange | null>;
  /** Where a vector of numbers or structs lies, and how many it has. */
  vector(field: number, itemBytes: number): Promise<(FlatRange & { count: number }) | null>;
  i32s(field: number): Promise<number[]>;
  /** Tables of a vector, opened one by one. */
  tables(field: number): AsyncGenerator<FlatTable>;
}

/** The root table: the buffer begins with its offset. */
export async function openRoot(source: ByteSource): Promise<FlatTable> {
  return openTable(source, await u32(source, 0));
}

async function openTable(source: ByteSource, position: number): Promise<FlatTable> {
  const vtable = position - (await number(source, position, 4, (c) => c.i32()));
  const size = await number(source, vtable, 2, (c) => c.u16());
  if (size < 4 || size % 2 !== 0)
    throw new FormatError('invalid-structure', `expected a vtable of 4 bytes or more, found ${size}`, vtable);
  const offsets = new Cursor(await source.read(vtable + 4, vtable + size));
  const fields = Array.from({ length: (size - 4) / 2 }, () => offsets.u16());
  /** Position of a field's value; undefined where the table lacks it. */
  const place = (field: number): number | undefined => (fields[field] ? position + fields[field] : undefined);
  const scalar = async <T>(field: number, bytes: number, read: (cursor: Cursor) => T, missing: T): Promise<T> => {
    const at = place(field);
    return at === undefined ? missing : number(source, at, bytes, read);
  };
  const vector = async (field: number, itemBytes: number) => {
    const at = place(field);
    if (at === undefined) return null;
    const start = at + (await u32(source, at));
    const length = await u32(source, start);
    if (length * itemBytes > source.size - start - 4)
      throw new FormatError('truncated', `expected ${length} elements, found a buffer of ${source.size} bytes`, start);
    return { start: start + 4, length };
  };
  return {
    position,
    u8: (field) => scalar(field, 1, (c) => c.u8(), 0),
    i8: (field) => scalar(field, 1, (c) => c.i8(), 0),
    i32: (field, missing = 0) => scalar(field, 4, (c) => c.i32(), missing),
    u32: (field, missing = 0) => scalar(field, 4, (c) => c.u32(), missing),
    u64: (field) => scalar(field, 8, (c) => c.size64(), 0),
    async text(field) {
      const found = await vector(field, 1);
      return found ? Buffer.from(await source.read(found.start, found.start + found.length)).toString('utf8') : '';
    },
    async table(field) {
      const at = place(field);
      return at === undefined ? null : openTable(source, at + (await u32(source, at)));
    },
    async bytes(field) {
      const found = await vector(field, 1);
      return found && { start: found.start, end: found.start + found.length };
    },
    async vector(field, itemBytes) {
      const found = await vector(field, itemBytes);
      return found && { start: found.start, end: found.start + found.length * itemBytes, count: found.length };
    },
    async i32s(field) {
      const found = await vector(field, 4);
      if (!found) return [];
      const cursor = new Cursor(await source.read(found.start, found.start + 4 * found.length));
      return Array.from({ length: found.length }, () => cursor.i32());
    },
    async *tables(field) {
      const found = await vector(field, 4);
      for (let i = 0; found && i < found.length; i++) {
        const at = found.start + 4 * i;
        yield openTable(source, at + (await u32(source, at)));
      }
    },
  };
}

const u32 = (source: ByteSource, at: number): Promise<number> => number(source, at, 4, (c) => c.u32());

async function number<T>(source: ByteSource, at: number, bytes: number, read: (cursor: Cursor) => T): Promise<T> {
  if (at < 0 || at + bytes > source.size)
    throw new FormatError('truncated', `expected ${bytes} bytes at ${at}, found a buffer of ${source.size}`);
  return read(new Cursor(await source.read(at, at + bytes), at));
}
