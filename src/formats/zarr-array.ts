import { FormatError } from '../bytes/format-error.js';
import type { Limits } from '../bytes/limits.js';
import { memorySource } from '../bytes/source.js';
import { decompress } from '../containers/compression.js';
import { isObject, type Json, parseJson } from '../containers/json-document.js';
import { byteLengthOf, countElements, ITEM_BITS } from './dtypes.js';

/** What `.zarray` (Zarr version 2) says of an array. */
export interface ZarrArray {
  dtype: string;
  bigEndian: boolean;
  shape: number[];
  chunks: number[];
  compressor: 'zstd' | 'gzip' | 'zlib' | null;
  separator: string;
}

const KINDS: Readonly<Record<string, string>> = { b: 'bool', i: 'int', u: 'uint', f: 'float', c: 'complex' };
const NAMED = new Set(['bfloat16', 'float8_e4m3fn', 'float8_e5m2', 'int4', 'uint4']);

/** Parses `.zarray`. */
export function parseZarray(bytes: Uint8Array, limits: Limits): ZarrArray {
  const document = parseJson(bytes, { depth: limits.depth });
  if (!isObject(document))
    throw new FormatError('invalid-structure', 'expected a JSON object .zarray, found another value');
  if (document['zarr_format'] !== 2)
    throw new FormatError('unsupported', `expected Zarr format 2, found ${String(document['zarr_format'])}`);
  const { dtype, bigEndian } = dtypeOf(document['dtype']);
  const filters = document['filters'];
  if (Array.isArray(filters) && filters.length > 0)
    throw new FormatError('unsupported', 'expected no filters, found some');
  if (document['order'] !== 'C')
    throw new FormatError('unsupported', `expected C order, found ${String(document['order'])}`);
  const shape = sizes(document['shape']);
  const chunks = sizes(document['chunks']);
  if (shape.length !== chunks.length || chunks.includes(0))
    throw new FormatError('invalid-structure', 'expected chunks of as many dimensions as the shape');
  const separator = document['dimension_separator'];
  return {
    dtype,
    bigEndian,
    shape,
    chunks,
    compressor: compressorOf(document['compressor']),
    separator: typeof separator === 'string' ? separator : '.',
  };
}

function dtypeOf(value: Json | undefined): { dtype: string; bigEndian: boolean } {
  if (typeof value === 'string' && NAMED.has(value)) return { dtype: value, bigEndian: false };
  const [, order, kind = '', bytes] = /^([<>|])([biufc])(\d+)$/.exec(typeof value === 'string' ? value : '') ?? [];
  const dtype = kind === 'b' ? 'bool' : `${KINDS[kind]}${Number(bytes) * 8}`;
  if (ITEM_BITS[dtype] === undefined)
    throw new FormatError('unsupported', `expected a dtype of numbers, found ${JSON.stringify(value)}`);
  return { dtype, bigEndian: order === '>' };
}

function compressorOf(value: Json | undefined): ZarrArray['compressor'] {
  if (value === null || value === undefined) return null;
  const id = isObject(value) ? value['id'] : undefined;
  if (id === 'zstd' || id === 'gzip' || id === 'zlib') return id;
  throw new FormatError('unsupported', `expected the compressor zstd, gzip or zlib, found ${JSON.stringify(id)}`);
}

function sizes(value: Json | undefined): number[] {
  if (Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && (size as number) >= 0))
    return value as number[];
  throw new FormatError('invalid-structure', 'expected a list of sizes, found something else');
}

/** Bytes of the whole array as stored, in C order: chunks joined, each read by its key (`0.1`). Missing chunks are zero. */
export async function joinChunks(
  array: ZarrArray,
  read: (key: string) => Promise<Uint8Array | null>,
  limits: Limits,
): Promise<Uint8Array> {
  const { shape, chunks, dtype } = array;
  const item = (ITEM_BITS[dtype] ?? 8) / 8;
  const total = byteLengthOf(dtype, countElements(shape) ?? Number.NaN) ?? Number.NaN;
  const perChunk = byteLengthOf(dtype, countElements(chunks) ?? Number.NaN) ?? Number.NaN;
  if (!(total <= limits.inflatedBytes) || !(perChunk <= limits.inflatedBytes))
    throw new FormatError(
      'resource-limit',
      `expected an array of at most ${limits.inflatedBytes} bytes, found ${total}`,
    );
  const output = Buffer.alloc(total);
  const grid = shape.map((size, i) => Math.ceil(size / (chunks[i] ?? 1)));
  const count = grid.reduce((product, size) => product * size, 1);
  for (let index = 0; index < count; index++) {
    const at = unravel(index, grid);
    const stored = await read(at.length === 0 ? '0' : at.join(array.separator));
    if (!stored) continue;
    const bytes = array.compressor ? await decompressed(array.compressor, stored, limits) : stored;
    if (bytes.length !== perChunk)
      throw new FormatError('invalid-structure', `expected a chunk of ${perChunk} bytes, found ${bytes.length}`);
    place(
      output,
      bytes,
      at.map((n, i) => n * (chunks[i] ?? 1)),
      array,
      item,
    );
  }
  return output;
}

async function decompressed(kind: 'zstd' | 'gzip' | 'zlib', bytes: Uint8Array, limits: Limits): Promise<Uint8Array> {
  const content = await decompress(kind, memorySource(bytes), limits);
  return content.read(0, content.size);
}

function unravel(index: number, grid: readonly number[]): number[] {
  const at = grid.map(() => 0);
  let rest = index;
  for (let i = grid.length - 1; i >= 0; i--) {
    at[i] = rest % (grid[i] ?? 1);
    rest = Math.floor(rest / (grid[i] ?? 1));
  }
  return at;
}

/** Copies the rows of a chunk that lie inside the array; chunks at the edge reach beyond it. */
function place(
  output: Buffer,
  chunk: Uint8Array,
  start: readonly number[],
  { shape, chunks }: ZarrArray,
  item: number,
): void {
  const last = shape.length - 1;
  const width = last < 0 ? 1 : Math.min(chunks[last] ?? 1, (shape[last] ?? 1) - (start[last] ?? 0));
  const rows = chunks.slice(0, -1).reduce((product, size) => product * size, 1);
  for (let row = 0; row < rows; row++) {
    const inner = unravel(row, chunks.slice(0, -1));
    if (inner.some((n, i) => n + (start[i] ?? 0) >= (shape[i] ?? 0))) continue;
    let to = 0;
    for (let i = 0; i < last; i++) to = (to + (inner[i] ?? 0) + (start[i] ?? 0)) * (shape[i + 1] ?? 1);
    to += start[last] ?? 0;
    const from = row * (last < 0 ? 1 : (chunks[last] ?? 1));
    output.set(chunk.subarray(from * item, (from + width) * item), to * item);
  }
}
