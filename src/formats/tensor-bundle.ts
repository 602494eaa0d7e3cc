import { FormatError } from '../bytes/format-error.js';
import type { Limits } from '../bytes/limits.js';
import { type ByteSource, chunks } from '../bytes/source.js';
import { crc32c, maskCrc32c } from '../containers/crc32c.js';
import { decodeMessage, parseVarint, toNumber } from '../containers/protobuf.js';
import { readTable } from '../containers/sstable.js';
import { byteLengthOf, countElements } from './dtypes.js';
import { blocksFault } from './joined-blocks.js';
import schema from './tensor-bundle-schema.json' with { type: 'json' };
import { parseSliceKey, type TensorSlice } from './tensor-slice-key.js';
import { tensorflowDtype } from './tensorflow-dtypes.js';

/** A tensor of a bundle as its index describes it. */
export interface BundleEntry {
  name: string;
  dtype: string;
  shape: number[];
  shard: number;
  offset: number;
  size: number;
  crc32c: number;
  /** Partitioned: the values lie under keys of their own. */
  sliced: boolean;
  /** Of a partitioned tensor, the parts that the index has. */
  parts: BundlePart[];
}

/** A rectangular part of a partitioned tensor. */
export interface BundlePart {
  offsets: number[];
  sizes: number[];
  shard: number;
  offset: number;
  size: number;
  crc32c: number;
}

export interface BundleIndex {
  shards: number;
  littleEndian: boolean;
  entries: BundleEntry[];
}

/** Reads a TensorBundle index: a table of tensor descriptions, with the bundle's header under the empty key. */
export async function readBundleIndex(source: ByteSource, limits: Limits): Promise<BundleIndex> {
  const index: BundleIndex = { shards: 0, littleEndian: true, entries: [] };
  const slices: { slice: TensorSlice; value: BundleEntry }[] = [];
  for await (const { key, value } of readTable(source, limits)) {
    if (key.length === 0) {
      const header = await decodeMessage(schema, 'BundleHeader', value);
      index.shards = Number(header['numShards']);
      index.littleEndian = header['endianness'] === 0;
    } else if (key[0] === 0) {
      if (slices.length >= limits.tensors)
        throw new FormatError('resource-limit', `expected at most ${limits.tensors} parts of tensors, found more`);
      slices.push({ slice: parseSliceKey(key), value: await parseEntry('', value) });
    } else {
      if (index.entries.length >= limits.tensors)
        throw new FormatError('resource-limit', `expected at most ${limits.tensors} tensors, found more`);
      index.entries.push(await parseEntry(Buffer.from(key).toString('utf8'), value));
    }
  }
  addParts(index.entries, slices);
  if (index.shards < 1)
    throw new FormatError('invalid-structure', `expected a bundle header with shards, found ${index.shards}`);
  return index;
}

/** Gives each partitioned tensor its parts. A length of -1 is the whole dimension. */
function addParts(
  entries: readonly BundleEntry[],
  slices: readonly { slice: TensorSlice; value: BundleEntry }[],
): void {
  const byName = new Map(entries.filter(({ sliced }) => sliced).map((entry) => [entry.name, entry]));
  for (const { slice, value } of slices) {
    const entry = byName.get(slice.name);
    if (!entry || slice.offsets.length !== entry.shape.length) continue;
    const { shard, offset, size, crc32c: crc } = value;
    const sizes = slice.lengths.map((length, i) => (length < 0 ? (entry.shape[i] as number) : length));
    entry.parts.push({ offsets: slice.offsets, sizes, shard, offset, size, crc32c: crc });
  }
}

async function parseEntry(name: string, value: Uint8Array): Promise<BundleEntry> {
  const entry = await decodeMessage(schema, 'BundleEntry', value);
  const { dim = [] } = (entry['shape'] ?? {}) as { dim?: { size: string }[] };
  return {
    name,
    dtype: tensorflowDtype(Number(entry['dtype'])) ?? `tensorflow:${entry['dtype']}`,
    shape: dim.map(({ size }) => toNumber(size)),
    shard: Number(entry['shardId']),
    offset: toNumber(entry['offset']),
    size: toNumber(entry['size']),
    crc32c: Number(entry['crc32c']),
    sliced: (entry['slices'] as unknown[]).length > 0,
    parts: [],
  };
}

/** Why an entry contradicts itself, or null. */
export function faultOf(entry: BundleEntry, shards: number): string | null {
  const { dtype, shape, shard, offset, size, sliced, parts } = entry;
  if (!(offset >= 0) || !(size >= 0)) return 'expected an offset and a size of 0 or more';
  if (!(shard >= 0 && shard < shards)) return `expected a shard below ${shards}, found ${shard}`;
  const count = countElements(shape);
  if (count === undefined) return `expected a shape that a file can hold, found [${shape.join(', ')}]`;
  if (sliced) {
    const bytes = parts.reduce((sum, part) => sum + part.size, 0);
    const expected = byteLengthOf(dtype, count) ?? bytes;
    return bytes === expected
      ? blocksFault(shape, parts)
      : `expected ${expected} bytes in all parts of ${dtype} [${shape.join(', ')}], found ${bytes}`;
  }
  const expected = byteLengthOf(dtype, count);
  return expected === undefined || expected === size
    ? null
    : `expected ${expected} bytes for ${dtype} [${shape.join(', ')}], found ${size}`;
}

/** Values of numbers as they are stored, checked against the entry's CRC at the end. */
export async function* bundleValues(
  source: ByteSource,
  entry: Pick<BundleEntry, 'offset' | 'size' | 'crc32c'>,
): AsyncGenerator<Uint8Array> {
  let crc = 0;
  for await (const part of chunks(source, entry.offset, entry.offset + entry.size)) {
    crc = crc32c(part, crc);
    yield part;
  }
  if (maskCrc32c(crc) !== entry.crc32c)
    throw new FormatError(
      'invalid-structure',
      `expected values with CRC-32C ${entry.crc32c}, found ${maskCrc32c(crc)}`,
      entry.offset,
    );
}

/**
 * Strings, each with its length as four bytes: the bundle stores all lengths as varints, a CRC of four bytes, then all
 * bytes. Bounded by the entry's size.
 */
export async function* bundleStrings(source: ByteSource, entry: BundleEntry): AsyncGenerator<Uint8Array> {
  const bytes = await source.read(entry.offset, entry.offset + entry.size);
  const lengths: number[] = [];
  let at = 0;
  for (let i = countElements(entry.shape) ?? 0; i > 0; i--) {
    const { value, length } = parseVarint(bytes, at, entry.offset);
    lengths.push(Number(value));
    at += length;
  }
  at += 4;
  for (const length of lengths) {
    if (length > bytes.length - at)
      throw new FormatError(
        'truncated',
        `expected a string of ${length} bytes, found ${bytes.length - at}`,
        entry.offset + at,
      );
    const prefix = Buffer.alloc(4);
    prefix.writeUInt32LE(length);
    yield prefix;
    yield bytes.subarray(at, at + length);
    at += length;
  }
}
