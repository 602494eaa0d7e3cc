import { Cursor } from '../bytes/cursor.js';
import { FormatError } from '../bytes/format-error.js';
import type { Limits } from '../bytes/limits.js';
import { type ByteSource, memorySource } from '../bytes/source.js';
import { decompress } from './compression.js';
import { crc32c } from './crc32c.js';
import { parseVarint } from './protobuf.js';

/*
 * OCDBT, the key-value database of TensorStore: a manifest that names the root of a B+tree, nodes and large values in
 * data files.
 *   block      magic u32be | length u64le | version varint | compression varint (0 none, 1 zstd) | body | CRC-32C u32le
 *   manifest   uuid 16 | kind | configuration | data file table | versions …
 *   node       height u8 | data file table | keys | children or values
 */
const MANIFEST_MAGIC = [0x0c, 0xdb, 0x3a, 0x2a] as const;
const NODE_MAGIC = [0x0c, 0xdb, 0x20, 0xde] as const;
const MAX_HEIGHT = 32;

/** Opens a data file by its path below the database's folder; null where there is none. */
export type OpenDataFile = (path: string) => Promise<ByteSource | null>;

/** A value: in the node, or a range of a data file. */
export interface OcdbtEntry {
  key: string;
  inline?: Uint8Array;
  stored?: Place;
}

interface Place {
  path: string;
  offset: number;
  length: number;
}

interface Root extends Place {
  height: number;
}

/** Entries of the newest version, in key order. */
export async function* readOcdbt(manifest: ByteSource, open: OpenDataFile, limits: Limits): AsyncGenerator<OcdbtEntry> {
  const root = await readManifest(manifest, limits);
  if (root) yield* readNode(root, '', root.height, { open, limits, left: limits.members });
}

/** Bytes of a value. */
export async function readEntry(entry: OcdbtEntry, open: OpenDataFile): Promise<Uint8Array> {
  if (entry.inline) return entry.inline;
  const { path, offset, length } = entry.stored ?? { path: '', offset: 0, length: 0 };
  const file = await open(path);
  if (!file) throw new FormatError('truncated', `expected the data file "${path}", found none`);
  return file.read(offset, offset + length);
}

class Body extends Cursor {
  varint(): number {
    const { value, length } = parseVarint(this.bytes, this.position, this.base);
    if (value > BigInt(Number.MAX_SAFE_INTEGER))
      throw new FormatError('invalid-structure', `expected a number below 2^53, found ${value}`, this.offset);
    this.skip(length);
    return Number(value);
  }
  varints(count: number): number[] {
    if (count > this.remaining)
      throw new FormatError('truncated', `expected ${count} numbers, found ${this.remaining} bytes`, this.offset);
    return Array.from({ length: count }, () => this.varint());
  }
}

/** Body of a block, checked and decompressed. */
async function readBlock(bytes: Uint8Array, magic: readonly number[], limits: Limits): Promise<Body> {
  const cursor = new Body(bytes);
  if (!magic.every((byte, i) => bytes[i] === byte))
    throw new FormatError('invalid-structure', 'expected the magic number of OCDBT, found other bytes', 0);
  cursor.skip(4);
  const length = cursor.size64();
  if (length !== bytes.length)
    throw new FormatError(
      length > bytes.length ? 'truncated' : 'invalid-structure',
      `expected a block of ${length} bytes, found ${bytes.length}`,
      4,
    );
  const stored = new Cursor(bytes.subarray(bytes.length - 4)).u32();
  const found = crc32c(bytes.subarray(0, bytes.length - 4));
  if (stored !== found)
    throw new FormatError('invalid-structure', `expected CRC-32C ${stored}, found ${found}`, bytes.length - 4);
  const version = cursor.varint();
  if (version !== 0) throw new FormatError('unsupported', `expected version 0, found ${version}`, 12);
  const compression = cursor.varint();
  const body = bytes.subarray(cursor.position, bytes.length - 4);
  if (compression === 0) return new Body(body);
  if (compression !== 1) throw new FormatError('unsupported', `expected compression 0 or 1, found ${compression}`, 13);
  const content = await decompress('zstd', memorySource(body), limits);
  return new Body(await content.read(0, content.size));
}

/** Root of the newest version; null for an empty database. */
async function readManifest(manifest: ByteSource, limits: Limits): Promise<Root | null> {
  if (manifest.size > limits.headerBytes)
    throw new FormatError(
      'resource-limit',
      `expected a manifest of at most ${limits.headerBytes} bytes, found ${manifest.size}`,
    );
  const body = await readBlock(await manifest.read(0, manifest.size), MANIFEST_MAGIC, limits);
  body.skip(16);
  const kind = body.varint();
  if (kind !== 0) throw new FormatError('unsupported', `expected a single manifest, found kind ${kind}`, 14);
  // Largest inline value, largest node, arity of the version tree, compression and its level.
  body.varints(3);
  if (body.varint() === 1) body.skip(4);
  const files = readFileTable(body);
  const count = body.varint();
  if (count === 0) return null;
  body.varints(count);
  const heights = body.take(count);
  const places = readPlaces(body, count, files);
  const place = places.at(-1);
  return place ? { ...place, height: heights[count - 1] ?? 0 } : null;
}

/** Paths share prefixes with the one before; each has a base path and a file name, which are one path to us. */
function readFileTable(body: Body): string[] {
  const count = body.varint();
  if (count === 0) return [];
  const prefixes = [0, ...body.varints(count - 1)];
  const suffixes = body.varints(count);
  body.varints(count);
  return readShared(body, prefixes, suffixes).map((bytes) => bytes.toString('utf8'));
}

/** Texts that each begin like the one before. */
function readShared(body: Body, prefixes: readonly number[], suffixes: readonly number[]): Buffer[] {
  let last = Buffer.alloc(0);
  return suffixes.map((length, i) => {
    const shared = prefixes[i] ?? 0;
    if (shared > last.length)
      throw new FormatError(
        'invalid-structure',
        `expected at most ${last.length} shared bytes, found ${shared}`,
        body.offset,
      );
    last = Buffer.concat([last.subarray(0, shared), body.take(length)]);
    return last;
  });
}

/** Data file, offset and length of nodes; the statistics after them are not needed. */
function readPlaces(body: Body, count: number, files: readonly string[]): Place[] {
  const ids = body.varints(count);
  const offsets = body.varints(count);
  const lengths = body.varints(count);
  body.varints(3 * count);
  return ids.map((id, i) => ({ path: fileOf(files, id, body), offset: offsets[i] ?? 0, length: lengths[i] ?? 0 }));
}

function fileOf(files: readonly string[], id: number, body: Body): string {
  const path = files[id];
  if (path === undefined)
    throw new FormatError('invalid-structure', `expected a data file below ${files.length}, found ${id}`, body.offset);
  return path;
}

interface Walk {
  open: OpenDataFile;
  limits: Limits;
  /** Entries and nodes that may still be read. */
  left: number;
}

async function* readNode(
  { path, offset, length }: Place,
  prefix: string,
  height: number,
  walk: Walk,
): AsyncGenerator<OcdbtEntry> {
  if (height > MAX_HEIGHT || walk.left-- <= 0)
    throw new FormatError(
      'resource-limit',
      `expected at most ${walk.limits.members} entries in a tree of at most ${MAX_HEIGHT} levels, found more`,
    );
  if (length > walk.limits.headerBytes)
    throw new FormatError(
      'resource-limit',
      `expected a node of at most ${walk.limits.headerBytes} bytes, found ${length}`,
    );
  const bytes = await readEntry({ key: '', stored: { path, offset, length } }, walk.open);
  const body = await readBlock(bytes, NODE_MAGIC, walk.limits);
  const found = body.u8();
  if (found !== height)
    throw new FormatError('invalid-structure', `expected a node of height ${height}, found ${found}`);
  const files = readFileTable(body);
  const count = body.varint();
  const prefixes = [0, ...body.varints(Math.max(0, count - 1))];
  const suffixes = body.varints(count);
  const common = height > 0 ? body.varints(count) : [];
  const keys = readShared(body, prefixes, suffixes);
  if (height > 0) {
    const places = readPlaces(body, count, files);
    for (const [i, place] of places.entries())
      yield* readNode(
        place,
        prefix + (keys[i] ?? Buffer.alloc(0)).subarray(0, common[i]).toString('utf8'),
        height - 1,
        walk,
      );
    return;
  }
  for (const entry of readValues(body, count, files)) {
    if (walk.left-- <= 0)
      throw new FormatError('resource-limit', `expected at most ${walk.limits.members} entries, found more`);
    yield { ...entry.value, key: prefix + (keys[entry.index] ?? Buffer.alloc(0)).toString('utf8') };
  }
}

function readValues(
  body: Body,
  count: number,
  files: readonly string[],
): { index: number; value: Omit<OcdbtEntry, 'key'> }[] {
  const lengths = body.varints(count);
  const outside = [...body.take(count)].map((kind) => kind === 1);
  const indirect = outside.filter(Boolean).length;
  const ids = body.varints(indirect);
  const offsets = body.varints(indirect);
  let next = 0;
  return lengths.map((length, index) => {
    if (!outside[index]) return { index, value: { inline: body.take(length) } };
    const at = next++;
    return { index, value: { stored: { path: fileOf(files, ids[at] ?? -1, body), offset: offsets[at] ?? 0, length } } };
  });
}
