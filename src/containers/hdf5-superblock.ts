import { Cursor } from '../bytes/cursor.js';
import { FormatError } from '../bytes/format-error.js';
import type { ByteSource } from '../bytes/source.js';
import { Hdf5Bytes, readSized } from './hdf5-bytes.js';

const SIGNATURE = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];
/** Last offset where the signature is looked for; user blocks are powers of two from 512 on. */
const LAST_USER_BLOCK = 1 << 26;
const SUPERBLOCK_BYTES = 128;

/** What the superblock says about the file (HDF5 File Format Specification III.A). */
export interface Superblock {
  version: number;
  /** Offset of the signature: length of the user block. */
  offset: number;
  /** Address of the root group's object header. */
  root: number;
  /** Declared end of the file, absolute. */
  endOfFile: number;
  /** Address of the object header with the extension, null where there is none. */
  extension: number | null;
  bytes: Hdf5Bytes;
}

/** Offset of the HDF5 signature inside a head of a file; -1 where none lies at 0, 512, 1024, 2048 … */
export function findSignature(head: Uint8Array): number {
  for (let at = 0; at + SIGNATURE.length <= head.length; at = at === 0 ? 512 : at * 2) {
    if (SIGNATURE.every((byte, i) => head[at + i] === byte)) return at;
  }
  return -1;
}

/** Reads the superblock wherever it lies. Throws `invalid-structure` where there is none. */
export async function readSuperblock(source: ByteSource): Promise<Superblock> {
  const offset = await locate(source);
  const cursor = new Cursor(await source.read(offset, Math.min(source.size, offset + SUPERBLOCK_BYTES)), offset);
  cursor.skip(SIGNATURE.length);
  const version = cursor.u8();
  if (version > 3)
    throw new FormatError(
      'unsupported',
      `expected a superblock of version 0 to 3, found ${version}`,
      cursor.offset - 1,
    );
  return version < 2 ? parseOld(cursor, source, offset, version) : parseNew(cursor, source, offset, version);
}

async function locate(source: ByteSource): Promise<number> {
  for (let at = 0; at + SIGNATURE.length <= source.size && at <= LAST_USER_BLOCK; at = at === 0 ? 512 : at * 2) {
    if (findSignature(await source.read(at, at + SIGNATURE.length)) === 0) return at;
  }
  throw new FormatError('invalid-structure', 'expected an HDF5 signature at 0, 512, 1024 …, found none');
}

function parseOld(cursor: Cursor, source: ByteSource, offset: number, version: number): Superblock {
  cursor.skip(4);
  const sizes = readSizes(cursor);
  cursor.skip(1);
  cursor.skip(2 + 2 + 4 + (version === 1 ? 4 : 0));
  const base = baseOf(readSized(cursor, sizes.offset), offset);
  cursor.skip(sizes.offset);
  const end = readSized(cursor, sizes.offset);
  cursor.skip(sizes.offset);
  // The root group's symbol table entry: offset of its name, then its object header.
  cursor.skip(sizes.offset);
  const root = readSized(cursor, sizes.offset);
  return superblock(source, { version, offset, base, end, root, extension: null, sizes }, cursor);
}

function parseNew(cursor: Cursor, source: ByteSource, offset: number, version: number): Superblock {
  const sizes = readSizes(cursor);
  cursor.skip(1);
  const base = baseOf(readSized(cursor, sizes.offset), offset);
  const extension = readSized(cursor, sizes.offset);
  const end = readSized(cursor, sizes.offset);
  const root = readSized(cursor, sizes.offset);
  return superblock(source, { version, offset, base, end, root, extension, sizes }, cursor);
}

/** A base address that is not the superblock's own offset is what a moved file has: the superblock counts, as in the library. */
const baseOf = (declared: number | null, offset: number): number =>
  declared === null || declared < offset ? offset : declared;

function readSizes(cursor: Cursor): { offset: number; length: number } {
  const at = cursor.offset;
  const sizes = { offset: cursor.u8(), length: cursor.u8() };
  for (const size of [sizes.offset, sizes.length]) {
    if (size !== 2 && size !== 4 && size !== 8)
      throw new FormatError('unsupported', `expected offsets and lengths of 2, 4 or 8 bytes, found ${size}`, at);
  }
  return sizes;
}

interface Fields {
  version: number;
  offset: number;
  base: number;
  end: number | null;
  root: number | null;
  extension: number | null;
  sizes: { offset: number; length: number };
}

function superblock(source: ByteSource, fields: Fields, cursor: Cursor): Superblock {
  const { version, offset, base, end, root, extension, sizes } = fields;
  if (root === null)
    throw new FormatError('invalid-structure', 'expected the address of the root group, found none', cursor.offset);
  const bytes = new Hdf5Bytes(source, base, sizes.offset, sizes.length);
  return { version, offset, root, endOfFile: end ?? 0, extension, bytes };
}
