import { Cursor } from '../bytes/cursor.js';
import { FormatError } from '../bytes/format-error.js';
import type { Limits } from '../bytes/limits.js';

/** One coder of a folder: its method in hexadecimal, its properties, and the length of what it gives. */
export interface SevenZipCoder {
  method: string;
  properties: Uint8Array;
  size: number;
  /** Index of the coder whose output it takes; undefined where that is a packed stream. */
  takes?: number;
}

/** A stream that is compressed as one piece; its output is cut into files. */
export interface SevenZipFolder {
  coders: SevenZipCoder[];
  /** Index of the coder whose output is that of the folder. */
  last: number;
  /** Packed streams that its coders take. */
  packedStreams: number;
  /** Offset and length of the packed bytes, from the end of the signature header. */
  packedStart: number;
  packedSize: number;
  size: number;
  /** Lengths of the files in it. */
  parts: number[];
}

export interface SevenZipFile {
  name: string;
  /** False for directories and empty files. */
  hasStream: boolean;
}

export interface SevenZipHeader {
  folders: SevenZipFolder[];
  files: SevenZipFile[];
}

// Property ids of 7zFormat.txt.
const END = 0x00;
const HEADER = 0x01;
const ARCHIVE_PROPERTIES = 0x02;
const ADDITIONAL_STREAMS = 0x03;
const MAIN_STREAMS = 0x04;
const FILES = 0x05;
const PACK_INFO = 0x06;
const UNPACK_INFO = 0x07;
const SUBSTREAMS = 0x08;
const SIZE = 0x09;
const CRC = 0x0a;
const FOLDER = 0x0b;
const UNPACK_SIZE = 0x0c;
const UNPACK_STREAMS = 0x0d;
const EMPTY_STREAM = 0x0e;
const NAMES = 0x11;

/** Streams that one folder may bind together; only chains are read, others are told. */
const MOST_CODERS = 8;

/** Parses a header that is not packed itself. Throws `invalid-structure`, `truncated`, `unsupported`, `resource-limit`. */
export function parseHeader(cursor: Cursor, limits: Limits): SevenZipHeader {
  expectId(cursor, HEADER);
  const header: SevenZipHeader = { folders: [], files: [] };
  for (let id = cursor.u8(); id !== END; id = cursor.u8()) {
    if (id === ARCHIVE_PROPERTIES) skipProperties(cursor);
    else if (id === ADDITIONAL_STREAMS) parseStreams(cursor, limits);
    else if (id === MAIN_STREAMS) header.folders = parseStreams(cursor, limits);
    else if (id === FILES) header.files = parseFiles(cursor, limits);
    else throw unexpected(cursor, id);
  }
  return header;
}

/** Folders with their packed ranges and the lengths of the files inside. */
export function parseStreams(cursor: Cursor, limits: Limits): SevenZipFolder[] {
  let start = 0;
  let packed: number[] = [];
  let folders: SevenZipFolder[] = [];
  for (let id = cursor.u8(); id !== END; id = cursor.u8()) {
    if (id === PACK_INFO) {
      start = number(cursor);
      packed = parsePacked(cursor, limits);
    } else if (id === UNPACK_INFO) folders = parseFolders(cursor, limits);
    else if (id === SUBSTREAMS) parseParts(cursor, folders, limits);
    else throw unexpected(cursor, id);
  }
  let next = 0;
  for (const folder of folders) {
    folder.packedStart = start;
    folder.packedSize = packed.slice(next, next + folder.packedStreams).reduce((sum, size) => sum + size, 0);
    start += folder.packedSize;
    next += folder.packedStreams;
  }
  return folders;
}

function parsePacked(cursor: Cursor, limits: Limits): number[] {
  const count = bounded(cursor, limits.members);
  let sizes: number[] = [];
  for (let id = cursor.u8(); id !== END; id = cursor.u8()) {
    if (id === SIZE) sizes = Array.from({ length: count }, () => number(cursor));
    else if (id === CRC) skipDigests(cursor, count);
    else throw unexpected(cursor, id);
  }
  return sizes;
}

function parseFolders(cursor: Cursor, limits: Limits): SevenZipFolder[] {
  expectId(cursor, FOLDER);
  const count = bounded(cursor, limits.members);
  if (cursor.u8() !== 0)
    throw new FormatError('unsupported', 'expected folders in the header, found them elsewhere', cursor.offset);
  const folders = Array.from({ length: count }, () => parseFolder(cursor));
  expectId(cursor, UNPACK_SIZE);
  for (const folder of folders) {
    for (const coder of folder.coders) coder.size = number(cursor);
    folder.size = folder.coders[folder.last]?.size ?? 0;
    folder.parts = [folder.size];
  }
  for (let id = cursor.u8(); id !== END; id = cursor.u8()) {
    if (id !== CRC) throw unexpected(cursor, id);
    skipDigests(cursor, count);
  }
  return folders;
}

/** Coders, how their streams are bound to each other, and which of their inputs are packed streams. */
function parseFolder(cursor: Cursor): SevenZipFolder {
  const coders: SevenZipCoder[] = [];
  let inputs = 0;
  let outputs = 0;
  const count = bounded(cursor, MOST_CODERS);
  for (let i = 0; i < count; i++) {
    const flags = cursor.u8();
    const method = Buffer.from(cursor.take(flags & 15)).toString('hex');
    inputs += flags & 0x10 ? bounded(cursor, MOST_CODERS) : 1;
    outputs += flags & 0x10 ? bounded(cursor, MOST_CODERS) : 1;
    coders.push({ method, properties: flags & 0x20 ? cursor.take(number(cursor)) : new Uint8Array(0), size: 0 });
  }
  if (count === 0 || outputs !== count)
    throw new FormatError(
      'unsupported',
      `expected coders with one output each, found ${outputs} of ${count}`,
      cursor.offset,
    );
  const bound = new Set<number>();
  for (let i = 0; i < outputs - 1; i++) {
    const [input, output] = [number(cursor), number(cursor)];
    // Where each coder has one input, its index is that of the coder.
    const taker = inputs === count ? coders[input] : undefined;
    if (taker) taker.takes = output;
    bound.add(output);
  }
  const packedStreams = inputs - (outputs - 1);
  if (packedStreams > 1) for (let i = 0; i < packedStreams; i++) number(cursor);
  const last = coders.findIndex((_, i) => !bound.has(i));
  return { coders, last, packedStreams, packedStart: 0, packedSize: 0, size: 0, parts: [] };
}

/** How many files a folder holds, and the lengths of all but the last. */
function parseParts(cursor: Cursor, folders: readonly SevenZipFolder[], limits: Limits): void {
  let counts = folders.map(() => 1);
  let id = cursor.u8();
  if (id === UNPACK_STREAMS) {
    counts = folders.map(() => bounded(cursor, limits.members));
    id = cursor.u8();
  }
  const hasSizes = id === SIZE;
  for (const [i, folder] of folders.entries()) {
    const count = counts[i] as number;
    const sizes = Array.from({ length: Math.max(0, count - 1) }, () => (hasSizes ? number(cursor) : 0));
    const rest = folder.size - sizes.reduce((sum, size) => sum + size, 0);
    if (rest < 0)
      throw new FormatError(
        'invalid-structure',
        `expected files of ${folder.size} bytes together, found more`,
        cursor.offset,
      );
    folder.parts = count === 0 ? [] : [...sizes, rest];
  }
  if (hasSizes) id = cursor.u8();
  for (; id !== END; id = cursor.u8()) {
    if (id !== CRC) throw unexpected(cursor, id);
    skipDigests(
      cursor,
      counts.reduce((sum, count) => sum + count, 0),
    );
  }
}

function parseFiles(cursor: Cursor, limits: Limits): SevenZipFile[] {
  const count = bounded(cursor, limits.members);
  const files = Array.from({ length: count }, (): SevenZipFile => ({ name: '', hasStream: true }));
  for (let id = cursor.u8(); id !== END; id = cursor.u8()) {
    const field = new Cursor(cursor.take(number(cursor)), cursor.offset);
    if (id === EMPTY_STREAM)
      for (const [i, file] of files.entries()) file.hasStream = ((field.bytes[i >> 3] ?? 0) & (0x80 >> (i & 7))) === 0;
    else if (id === NAMES) {
      if (field.u8() !== 0)
        throw new FormatError('unsupported', 'expected names in the header, found them elsewhere', field.offset);
      const names = new TextDecoder('utf-16le').decode(field.take(field.remaining)).split('\0');
      for (const [i, file] of files.entries()) file.name = names[i] ?? '';
    }
  }
  return files;
}

/** Digests are not verified: they guard against accidents, and every byte is interpreted anyway. */
function skipDigests(cursor: Cursor, count: number): void {
  let defined = count;
  if (cursor.u8() === 0) {
    const bits = cursor.take(Math.ceil(count / 8));
    defined = 0;
    for (let i = 0; i < count; i++) if ((bits[i >> 3] as number) & (0x80 >> (i & 7))) defined++;
  }
  cursor.skip(defined * 4);
}

function skipProperties(cursor: Cursor): void {
  for (let id = cursor.u8(); id !== END; id = cursor.u8()) cursor.skip(number(cursor));
}

/** A number of up to nine bytes: the leading ones of the first byte count the bytes that follow, lowest first. */
function number(cursor: Cursor): number {
  const first = cursor.u8();
  let value = 0;
  let extra = 0;
  for (let mask = 0x80; extra < 8 && (first & mask) !== 0; mask >>= 1) value += cursor.u8() * 2 ** (8 * extra++);
  if (extra < 7) value += (first & (0x7f >> extra)) * 2 ** (8 * extra);
  if (!Number.isSafeInteger(value))
    throw new FormatError('invalid-structure', 'expected a number below 2^53, found a larger one', cursor.offset);
  return value;
}

function bounded(cursor: Cursor, most: number): number {
  const value = number(cursor);
  if (value > most) throw new FormatError('resource-limit', `expected at most ${most}, found ${value}`, cursor.offset);
  return value;
}

function expectId(cursor: Cursor, id: number): void {
  const found = cursor.u8();
  if (found !== id) throw unexpected(cursor, found);
}

const unexpected = (cursor: Cursor, id: number): FormatError =>
  new FormatError('invalid-structure', `expected a known part of a 7z header, found id ${id}`, cursor.offset - 1);
