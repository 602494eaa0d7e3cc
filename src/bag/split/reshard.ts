import { FormatError } from '../../bytes/format-error.js';
import { DEFAULT_LIMITS } from '../../bytes/limits.js';
import type { ByteSource } from '../../bytes/source.js';
import { isObject, type Json, type JsonObject } from '../../containers/json-document.js';
import { readHeader } from '../../formats/safetensors.js';
import { type HeaderEntry, headerBytes, indexName, indexText, shardName } from '../../formats/safetensors-header.js';
import type { NamedRange } from './apart.js';

/** A tensor as the header places it. */
interface Placed {
  name: string;
  entry: HeaderEntry;
  byteLength: number;
}

/**
 * Cuts a safetensors file between tensors, in the order of its data: its header as it is, shards that loaders read, and their index,
 * none longer than `limit` bytes. Without their heads they are the very file again. Null where it is no safetensors file
 * whose tensors lie side by side without gaps, or where one of them alone is too long.
 */
export async function reshard(source: ByteSource, name: string, limit: number): Promise<NamedRange[] | null> {
  const read = await headerOf(source);
  const tensors = read && placedTensors(read.header, source.size - read.dataStart);
  if (!tensors || read.dataStart > limit) return null;
  const metadata = metadataOf(read.header['__metadata__']);
  const shards = cut(tensors, metadata, limit);
  if (!shards) return null;
  const stem = name.replace(/\.safetensors$/i, '');
  const pieces: NamedRange[] = [{ name: `${name}.header`, head: Buffer.alloc(0), start: 0, length: read.dataStart }];
  const named = new Map(shards.map((shard, i) => [shardName(stem, i + 1, shards.length), shard]));
  let start = 0;
  for (const [shard, placed] of named) {
    const length = placed.reduce((sum, { byteLength }) => sum + byteLength, 0);
    pieces.push({ name: shard, head: headOf(placed, start, metadata), start: read.dataStart + start, length });
    start += length;
  }
  const index = Buffer.from(indexText(metadata, named));
  if (index.length > limit) return null;
  return [...pieces, { name: indexName(stem), head: index, start: source.size, length: 0 }];
}

async function headerOf(source: ByteSource): Promise<{ header: JsonObject; dataStart: number } | null> {
  try {
    return await readHeader(source, DEFAULT_LIMITS);
  } catch (error) {
    if (error instanceof FormatError) return null;
    throw error;
  }
}

/** The tensors in the order of their data; null where something is between, behind or shared by them. */
function placedTensors(header: JsonObject, dataBytes: number): Placed[] | null {
  const placed: Placed[] = [];
  for (const [name, value] of Object.entries(header)) {
    if (name === '__metadata__') continue;
    const entry = entryOf(value);
    if (!entry) return null;
    placed.push({ name, entry, byteLength: entry.data_offsets[1] - entry.data_offsets[0] });
  }
  placed.sort((a, b) => startOf(a) - startOf(b) || a.byteLength - b.byteLength);
  let at = 0;
  for (const tensor of placed) {
    if (startOf(tensor) !== at || tensor.byteLength < 0) return null;
    at += tensor.byteLength;
  }
  return at === dataBytes && placed.length > 0 ? placed : null;
}

function entryOf(value: Json | undefined): HeaderEntry | null {
  if (!isObject(value)) return null;
  const { dtype, shape, data_offsets: offsets } = value;
  const isCounts = (list: Json | undefined): list is number[] =>
    Array.isArray(list) && list.every(Number.isSafeInteger);
  if (typeof dtype !== 'string' || !isCounts(shape) || !isCounts(offsets) || offsets.length !== 2) return null;
  return { dtype, shape, data_offsets: offsets as [number, number] };
}

const startOf = ({ entry }: Placed): number => entry.data_offsets[0];

const metadataOf = (metadata: Json | undefined): Record<string, string> =>
  Object.fromEntries(
    Object.entries(isObject(metadata) ? metadata : {}).filter(
      (pair): pair is [string, string] => typeof pair[1] === 'string',
    ),
  );

/** Fills shards one after the other; null where a tensor does not fit into one of its own. */
function cut(tensors: readonly Placed[], metadata: Record<string, string>, limit: number): Placed[][] | null {
  const shards: Placed[][] = [];
  const empty = headerBytes(metadata, []).length;
  let length = 0;
  for (const tensor of tensors) {
    // What it adds to the header at most: offsets only become smaller.
    const own = tensor.byteLength + Buffer.byteLength(JSON.stringify([tensor.name, tensor.entry])) + 8;
    if (empty + own > limit) return null;
    const last = shards.at(-1);
    if (!last || length + own > limit) {
      shards.push([tensor]);
      length = empty + own;
    } else {
      last.push(tensor);
      length += own;
    }
  }
  return shards;
}

function headOf(shard: readonly Placed[], first: number, metadata: Record<string, string>): Buffer {
  return headerBytes(
    metadata,
    shard.map(({ name, entry: { dtype, shape, data_offsets: offsets } }) => [
      name,
      { dtype, shape, data_offsets: [offsets[0] - first, offsets[1] - first] },
    ]),
  );
}
