import { FormatError } from '../bytes/format-error.js';
import type { Limits } from '../bytes/limits.js';
import { isObject, type Json, type JsonObject, parseJson } from '../containers/json-document.js';
import { ITEM_BITS } from './dtypes.js';
import { zarrFill } from './zarr-fill.js';

/** One step back from stored bytes to the C-order, little-endian values of a chunk. */
export type ZarrStage =
  | { kind: 'decompress'; codec: 'zstd' | 'gzip' | 'zlib' | 'bz2' | 'blosc' }
  | { kind: 'checksum' }
  | { kind: 'swap'; itemBytes: number }
  | { kind: 'shuffle'; itemBytes: number }
  | { kind: 'transpose'; order: number[] }
  | { kind: 'shard'; chunks: number[]; stages: ZarrStage[]; index: ZarrStage[]; indexAtEnd: boolean };

/** What `.zarray` (version 2) or `zarr.json` (version 3) says of an array. */
export interface ZarrArray {
  dtype: string;
  shape: number[];
  chunks: number[];
  stages: ZarrStage[];
  /** One item, little-endian, that stands where no chunk is stored; null where the metadata's value has no known bytes. */
  fill: Uint8Array | null;
  /** Key of the chunk at a place of the grid, below the array's own key. */
  key: (at: readonly number[]) => string;
}

const KINDS: Readonly<Record<string, string>> = { b: 'bool', i: 'int', u: 'uint', f: 'float', c: 'complex' };
const NAMED = new Set(['bfloat16', 'float8_e4m3fn', 'float8_e5m2', 'float8_e4m3fnuz', 'float8_e5m2fnuz']);
const COMPRESSORS = new Set(['zstd', 'gzip', 'zlib', 'bz2', 'blosc']);

/** Parses `.zarray`. */
export function parseZarray(bytes: Uint8Array, limits: Limits): ZarrArray {
  const document = asDocument(parseJson(bytes, { depth: limits.depth, nonFinite: true }), '.zarray', 2);
  const { dtype, bigEndian } = dtypeOf(document['dtype']);
  const shape = sizes(document['shape']);
  const chunks = chunksOf(document['chunks'], shape);
  const stages: ZarrStage[] = [];
  const compressor = document['compressor'];
  if (isObject(compressor)) stages.push(decompress(compressor['id']));
  else if (compressor !== null && compressor !== undefined) throw unsupported('a compressor', compressor);
  const filters = document['filters'];
  for (const filter of Array.isArray(filters) ? filters.toReversed() : []) stages.push(filterOf(filter));
  if (bigEndian) stages.push(swapOf(dtype));
  const order = document['order'];
  if (order === 'F') stages.push({ kind: 'transpose', order: shape.map((_, i) => shape.length - 1 - i) });
  else if (order !== 'C') throw unsupported('order C or F', order);
  const separator = document['dimension_separator'];
  const between = typeof separator === 'string' ? separator : '.';
  const key = (at: readonly number[]) => (at.length === 0 ? '0' : at.join(between));
  return { dtype, shape, chunks, stages, fill: zarrFill(document['fill_value'], dtype), key };
}

/** Parses the `zarr.json` of an array. */
export function parseZarrJson(bytes: Uint8Array, limits: Limits): ZarrArray {
  const document = asDocument(parseJson(bytes, { depth: limits.depth, nonFinite: true }), 'zarr.json', 3);
  const dtype = String(document['data_type']);
  if (ITEM_BITS[dtype] === undefined || (ITEM_BITS[dtype] as number) < 8)
    throw unsupported('a data type of numbers', document['data_type']);
  const shape = sizes(document['shape']);
  const grid = settingsOf(document['chunk_grid'], 'regular');
  const chunks = chunksOf(grid['chunk_shape'], shape);
  const stages = stagesOf(document['codecs'], dtype, shape.length, limits.depth);
  return { dtype, shape, chunks, stages, fill: zarrFill(document['fill_value'], dtype), key: keyOf(document) };
}

/** Chunk keys: `c/0/1` by default, `0.1` as version 2 has them. */
function keyOf(document: JsonObject): ZarrArray['key'] {
  const encoding = document['chunk_key_encoding'];
  const name = isObject(encoding) ? encoding['name'] : encoding;
  const settings = isObject(encoding) && isObject(encoding['configuration']) ? encoding['configuration'] : {};
  const given = settings['separator'];
  if (name === 'v2') {
    const between = given === '/' ? '/' : '.';
    return (at) => (at.length === 0 ? '0' : at.join(between));
  }
  if (name !== 'default') throw unsupported('the chunk key encoding default or v2', name);
  const between = given === '.' ? '.' : '/';
  return (at) => ['c', ...at].join(between);
}

/** Codecs in the order of decoding: the document lists them in that of encoding. */
function stagesOf(codecs: Json | undefined, dtype: string, rank: number, depth: number): ZarrStage[] {
  if (!Array.isArray(codecs)) throw unsupported('a list of codecs', codecs);
  if (depth <= 0) throw new FormatError('resource-limit', 'expected codecs nested less deep, found more');
  return codecs.toReversed().flatMap((codec) => {
    const name = isObject(codec) ? codec['name'] : codec;
    const settings = isObject(codec) && isObject(codec['configuration']) ? codec['configuration'] : {};
    if (name === 'bytes' || name === 'endian') return settings['endian'] === 'big' ? [swapOf(dtype)] : [];
    if (name === 'crc32c') return [{ kind: 'checksum' as const }];
    if (name === 'transpose') {
      const order = sizes(settings['order']);
      if (order.length !== rank || new Set(order).size !== rank || order.some((axis) => axis >= rank))
        throw new FormatError('invalid-structure', `expected a permutation of ${rank} axes, found [${order}]`);
      return [{ kind: 'transpose' as const, order }];
    }
    if (name === 'sharding_indexed') {
      const index = settings['index_codecs'] ?? [
        { name: 'bytes', configuration: { endian: 'little' } },
        { name: 'crc32c' },
      ];
      const chunks = sizes(settings['chunk_shape']);
      if (chunks.length !== rank || chunks.includes(0))
        throw new FormatError('invalid-structure', `expected inner chunks of ${rank} dimensions, found [${chunks}]`);
      return [
        {
          kind: 'shard' as const,
          chunks,
          stages: stagesOf(settings['codecs'], dtype, rank, depth - 1),
          index: stagesOf(index, 'uint64', rank + 1, depth - 1),
          indexAtEnd: settings['index_location'] !== 'start',
        },
      ];
    }
    return [decompress(name)];
  });
}

function decompress(name: Json | undefined): ZarrStage {
  if (typeof name !== 'string' || !COMPRESSORS.has(name)) throw unsupported('a compressor that is known here', name);
  return { kind: 'decompress', codec: name as 'zstd' };
}

function filterOf(filter: Json): ZarrStage {
  const settings = isObject(filter) ? filter : {};
  if (settings['id'] === 'shuffle') return { kind: 'shuffle', itemBytes: Number(settings['elementsize'] ?? 4) };
  if (COMPRESSORS.has(String(settings['id']))) return decompress(settings['id']);
  throw unsupported('a filter that is known here', settings['id']);
}

const swapOf = (dtype: string): ZarrStage => ({
  kind: 'swap',
  itemBytes: (ITEM_BITS[dtype] ?? 8) / 8 / (dtype.startsWith('complex') ? 2 : 1),
});

function dtypeOf(value: Json | undefined): { dtype: string; bigEndian: boolean } {
  if (typeof value === 'string' && NAMED.has(value)) return { dtype: value, bigEndian: false };
  const [, order, kind = '', bytes] = /^([<>|])([biufc])(\d+)$/.exec(typeof value === 'string' ? value : '') ?? [];
  const dtype = kind === 'b' ? 'bool' : `${KINDS[kind]}${Number(bytes) * 8}`;
  if (ITEM_BITS[dtype] === undefined) throw unsupported('a dtype of numbers', value);
  return { dtype, bigEndian: order === '>' };
}

function asDocument(value: Json, file: string, version: number): JsonObject {
  if (!isObject(value))
    throw new FormatError('invalid-structure', `expected a JSON object ${file}, found another value`);
  if (value['zarr_format'] !== version) throw unsupported(`Zarr format ${version}`, value['zarr_format']);
  return value;
}

function settingsOf(value: Json | undefined, name: string): JsonObject {
  if (!isObject(value) || value['name'] !== name || !isObject(value['configuration']))
    throw unsupported(`a ${name} grid of chunks`, isObject(value) ? value['name'] : value);
  return value['configuration'];
}

function chunksOf(value: Json | undefined, shape: readonly number[]): number[] {
  const chunks = sizes(value);
  if (shape.length !== chunks.length || chunks.includes(0))
    throw new FormatError('invalid-structure', 'expected chunks of as many dimensions as the shape');
  return chunks;
}

function sizes(value: Json | undefined): number[] {
  if (Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && (size as number) >= 0))
    return value as number[];
  throw new FormatError('invalid-structure', 'expected a list of sizes, found something else');
}

const unsupported = (expected: string, found: Json | undefined): FormatError =>
  new FormatError('unsupported', `expected ${expected}, found ${JSON.stringify(found)?.slice(0, 80)}`);
