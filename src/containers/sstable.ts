import { Cursor } from '../bytes/cursor.js';
import { FormatError } from '../bytes/format-error.js';
import type { Limits } from '../bytes/limits.js';
import type { ByteSource } from '../bytes/source.js';
import { crc32c, maskCrc32c } from './crc32c.js';
import { parseVarint } from './protobuf.js';
import { decodeSnappy } from './snappy.js';

/*
 * LevelDB table, as TensorFlow writes it:
 *   data blocks … | metaindex block | index block | footer
 * block    entries | restarts u32[n] | n u32          trailer: compression u8 (0 none, 1 Snappy), masked CRC-32C u32
 * entry    shared, unshared, value length (varint32) | key bytes | value bytes
 * footer   metaindex offset, size; index offset, size (varint64), padded to 40 bytes | magic u64
 */
export const SSTABLE_MAGIC = [0x57, 0xfb, 0x80, 0x8b, 0x24, 0x75, 0x47, 0xdb] as const;
const FOOTER_BYTES = 48;
const TRAILER_BYTES = 5;

interface BlockHandle {
  offset: number;
  size: number;
}

export interface TableEntry {
  key: Uint8Array;
  value: Uint8Array;
}

/** Entries of a table in key order. Every block is checked against its CRC. */
export async function* readTable(source: ByteSource, limits: Limits): AsyncGenerator<TableEntry> {
  if (source.size < FOOTER_BYTES)
    throw new FormatError('truncated', `expected a footer of ${FOOTER_BYTES} bytes, found ${source.size}`, 0);
  const footerAt = source.size - FOOTER_BYTES;
  const footer = await source.read(footerAt, source.size);
  if (!SSTABLE_MAGIC.every((byte, i) => footer[40 + i] === byte))
    throw new FormatError('truncated', 'expected the table magic at the end, found other bytes', footerAt + 40);
  const metaindex = parseHandle(footer, 0, footerAt);
  const index = parseHandle(footer, metaindex.length, footerAt);
  await readBlock(source, metaindex.handle, limits);
  for (const { value } of parseBlock(await readBlock(source, index.handle, limits), index.handle.offset)) {
    const { handle } = parseHandle(value, 0, index.handle.offset);
    yield* parseBlock(await readBlock(source, handle, limits), handle.offset);
  }
}

function parseHandle(bytes: Uint8Array, at: number, offset: number): { handle: BlockHandle; length: number } {
  const start = parseVarint(bytes, at, offset);
  const size = parseVarint(bytes, at + start.length, offset);
  return { handle: { offset: Number(start.value), size: Number(size.value) }, length: at + start.length + size.length };
}

async function readBlock(source: ByteSource, { offset, size }: BlockHandle, limits: Limits): Promise<Uint8Array> {
  if (!Number.isSafeInteger(offset) || offset + size + TRAILER_BYTES > source.size) {
    throw new FormatError(
      'invalid-structure',
      `expected a block within ${source.size} bytes, found ${size} bytes at ${offset}`,
    );
  }
  if (size > limits.headerBytes)
    throw new FormatError(
      'resource-limit',
      `expected a block of at most ${limits.headerBytes} bytes, found ${size}`,
      offset,
    );
  const bytes = await source.read(offset, offset + size + TRAILER_BYTES);
  const compression = bytes[size];
  const stored = new Cursor(bytes.subarray(size + 1)).u32();
  const found = maskCrc32c(crc32c(bytes.subarray(0, size + 1)));
  if (stored !== found)
    throw new FormatError('invalid-structure', `expected CRC-32C ${hex(stored)}, found ${hex(found)}`, offset);
  if (compression === 0) return bytes.subarray(0, size);
  if (compression === 1) return decodeSnappy(bytes.subarray(0, size), limits.headerBytes);
  throw new FormatError('unsupported', `expected block compression 0 or 1, found ${compression}`, offset + size);
}

const hex = (value: number): string => value.toString(16).padStart(8, '0');

function* parseBlock(block: Uint8Array, offset: number): Generator<TableEntry> {
  if (block.length < 4)
    throw new FormatError('truncated', `expected a block of 4 bytes or more, found ${block.length}`, offset);
  const restarts = new Cursor(block.subarray(block.length - 4)).u32();
  const end = block.length - 4 - restarts * 4;
  if (end < 0)
    throw new FormatError('invalid-structure', `expected restarts within the block, found ${restarts}`, offset);
  const cursor = new Cursor(block.subarray(0, end), offset);
  let key: Uint8Array = new Uint8Array(0);
  while (cursor.remaining > 0) {
    const shared = readVarint(cursor);
    const unshared = readVarint(cursor);
    const length = readVarint(cursor);
    if (shared > key.length)
      throw new FormatError(
        'invalid-structure',
        `expected at most ${key.length} shared key bytes, found ${shared}`,
        cursor.offset,
      );
    key = Buffer.concat([key.subarray(0, shared), cursor.take(unshared)]);
    yield { key, value: cursor.take(length) };
  }
}

function readVarint(cursor: Cursor): number {
  const { value, length } = parseVarint(cursor.bytes, cursor.position, cursor.base);
  cursor.skip(length);
  return Number(value);
}
