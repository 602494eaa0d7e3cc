import { Cursor } from '../bytes/cursor.js';
import { FormatError } from '../bytes/format-error.js';
import type { Limits } from '../bytes/limits.js';
import { memorySource } from '../bytes/source.js';
import { decodeBlosc } from '../containers/blosc.js';
import { unshuffle } from '../containers/byte-shuffle.js';
import { decompress } from '../containers/compression.js';
import { crc32c } from '../containers/crc32c.js';
import { byteLengthOf, countElements, ITEM_BITS } from './dtypes.js';
import type { ZarrArray, ZarrStage } from './zarr-metadata.js';

export type ReadChunk = (key: string) => Promise<Uint8Array | null>;

/** A grid of equal chunks; those at the edges reach beyond the shape. */
interface Grid {
  shape: readonly number[];
  chunks: readonly number[];
  itemBytes: number;
}

/** Values of the whole array, C-order and little-endian: chunks joined, each read by its key. Missing chunks are the fill value. */
export async function readZarr(array: ZarrArray, read: ReadChunk, limits: Limits): Promise<Uint8Array> {
  const grid: Grid = { shape: array.shape, chunks: array.chunks, itemBytes: itemBytesOf(array) };
  const total = byteLengthOf(array.dtype, countElements(array.shape) ?? Number.NaN) ?? Number.NaN;
  const perChunk = byteLengthOf(array.dtype, countElements(array.chunks) ?? Number.NaN) ?? Number.NaN;
  if (!(total <= limits.inflatedBytes) || !(perChunk <= limits.inflatedBytes))
    throw new FormatError(
      'resource-limit',
      `expected an array of at most ${limits.inflatedBytes} bytes, found ${total}`,
    );
  const output = filled(total, array);
  for (const at of placesOf(grid)) {
    const stored = await read(array.key(at));
    if (stored) place(output, await decode(stored, array.stages, array.chunks, array, limits), at, grid);
    else if (!array.fill)
      throw new FormatError('unsupported', `expected every chunk or a known fill value, found no "${array.key(at)}"`);
  }
  return output;
}

const itemBytesOf = ({ dtype }: ZarrArray): number => (ITEM_BITS[dtype] ?? 8) / 8;

function filled(bytes: number, { fill }: Pick<ZarrArray, 'fill'>): Buffer {
  return fill?.some((byte) => byte !== 0) ? Buffer.alloc(bytes, fill) : Buffer.alloc(bytes);
}

/** Values of one chunk. `chunks` is its shape: that of the grid, or of the inner chunks of a shard. */
async function decode(
  stored: Uint8Array,
  stages: readonly ZarrStage[],
  chunks: readonly number[],
  array: ZarrArray,
  limits: Limits,
): Promise<Uint8Array> {
  let bytes = stored;
  const itemBytes = itemBytesOf(array);
  for (const [i, stage] of stages.entries()) {
    const shape = shapeBehind(stages.slice(i + 1), chunks);
    if (stage.kind === 'decompress') bytes = await decompressed(stage.codec, bytes, limits);
    else if (stage.kind === 'checksum') bytes = withoutChecksum(bytes);
    else if (stage.kind === 'shuffle') bytes = unshuffle(bytes, stage.itemBytes);
    else if (stage.kind === 'shard') bytes = await unsharded(bytes, stage, shape, array, limits);
    else {
      checkLength(bytes, shape, itemBytes);
      bytes =
        stage.kind === 'swap' ? reversed(bytes, stage.itemBytes) : transposed(bytes, stage.order, shape, itemBytes);
    }
  }
  checkLength(bytes, chunks, itemBytes);
  return bytes;
}

/** Shape of what the stages to come get: each transposition among them stores its axes in another order. */
const shapeBehind = (stages: readonly ZarrStage[], chunks: readonly number[]): readonly number[] =>
  stages.reduceRight((shape, stage) => (stage.kind === 'transpose' ? permuted(shape, stage.order) : shape), chunks);

const permuted = (shape: readonly number[], order: readonly number[]): number[] =>
  order.map((axis) => shape[axis] as number);

function checkLength(bytes: Uint8Array, chunks: readonly number[], itemBytes: number): void {
  const expected = chunks.reduce((product, size) => product * size, itemBytes);
  if (bytes.length !== expected)
    throw new FormatError('invalid-structure', `expected a chunk of ${expected} bytes, found ${bytes.length}`);
}

async function decompressed(
  codec: 'zstd' | 'gzip' | 'zlib' | 'bz2' | 'blosc',
  bytes: Uint8Array,
  limits: Limits,
): Promise<Uint8Array> {
  if (codec === 'blosc') return decodeBlosc(bytes, limits);
  const content = await decompress(codec, memorySource(bytes), limits);
  return content.read(0, content.size);
}

function withoutChecksum(bytes: Uint8Array): Uint8Array {
  const end = bytes.length - 4;
  if (end < 0) throw new FormatError('truncated', `expected a CRC-32C of 4 bytes, found ${bytes.length}`);
  const stored = new Cursor(bytes.subarray(end)).u32();
  const found = crc32c(bytes.subarray(0, end));
  if (stored !== found) throw new FormatError('invalid-structure', `expected CRC-32C ${stored}, found ${found}`);
  return bytes.subarray(0, end);
}

function reversed(bytes: Uint8Array, itemBytes: number): Uint8Array {
  const output = Buffer.from(bytes);
  if (itemBytes > 1)
    for (let at = 0; at < output.length; at += itemBytes) output.subarray(at, at + itemBytes).reverse();
  return output;
}

/** Axis i of what is stored is axis `order[i]` of the values. */
function transposed(
  bytes: Uint8Array,
  order: readonly number[],
  chunks: readonly number[],
  itemBytes: number,
): Uint8Array {
  const output = new Uint8Array(bytes.length);
  const stored = permuted(chunks, order);
  const strides = chunks.map((_, i) => chunks.slice(i + 1).reduce((product, size) => product * size, itemBytes));
  const count = bytes.length / itemBytes;
  const at = stored.map(() => 0);
  for (let i = 0; i < count; i++) {
    let to = 0;
    for (const [axis, index] of at.entries()) to += index * (strides[order[axis] as number] as number);
    output.set(bytes.subarray(i * itemBytes, (i + 1) * itemBytes), to);
    for (let axis = at.length - 1; axis >= 0; axis--) {
      at[axis] = (at[axis] as number) + 1;
      if ((at[axis] as number) < (stored[axis] as number)) break;
      at[axis] = 0;
    }
  }
  return output;
}

const ABSENT = 0xffffffffffffffffn;

/** A shard: inner chunks, which divide it, in any order, and an index of their offsets and lengths, 16 bytes each, at its start or end. */
async function unsharded(
  bytes: Uint8Array,
  stage: Extract<ZarrStage, { kind: 'shard' }>,
  chunks: readonly number[],
  array: ZarrArray,
  limits: Limits,
): Promise<Uint8Array> {
  const inner: Grid = { shape: chunks, chunks: stage.chunks, itemBytes: itemBytesOf(array) };
  if (chunks.some((size, i) => size % (stage.chunks[i] as number) !== 0))
    throw new FormatError(
      'invalid-structure',
      `expected inner chunks that divide [${chunks}], found [${stage.chunks}]`,
    );
  const count = chunks.reduce((product, size, i) => product * (size / (stage.chunks[i] as number)), 1);
  const stored = 16 * count + stage.index.filter(({ kind }) => kind === 'checksum').length * 4;
  if (stored > bytes.length)
    throw new FormatError('truncated', `expected an index of ${stored} bytes, found a shard of ${bytes.length}`);
  let index = stage.indexAtEnd ? bytes.subarray(bytes.length - stored) : bytes.subarray(0, stored);
  for (const step of stage.index) {
    if (step.kind === 'checksum') index = withoutChecksum(index);
    else if (step.kind === 'swap') index = reversed(index, step.itemBytes);
    else throw new FormatError('unsupported', `expected an index that is not compressed, found ${step.kind}`);
  }
  const cursor = new Cursor(index);
  const output = filled(
    chunks.reduce((product, size) => product * size, inner.itemBytes),
    array,
  );
  for (const at of placesOf(inner)) {
    const [offset, length] = [cursor.u64(), cursor.u64()];
    if (offset === ABSENT && length === ABSENT) continue;
    if (offset + length > BigInt(bytes.length))
      throw new FormatError('truncated', `expected ${length} bytes at ${offset}, found a shard of ${bytes.length}`);
    const part = bytes.subarray(Number(offset), Number(offset + length));
    place(output, await decode(part, stage.stages, stage.chunks, array, limits), at, inner);
  }
  return output;
}

/** Places of a grid in C order. */
function* placesOf({ shape, chunks }: Grid): Generator<number[]> {
  const counts = shape.map((size, i) => Math.ceil(size / (chunks[i] ?? 1)));
  const total = counts.reduce((product, size) => product * size, 1);
  for (let index = 0; index < total; index++) yield unravel(index, counts);
}

function unravel(index: number, counts: readonly number[]): number[] {
  const at = counts.map(() => 0);
  let rest = index;
  for (let i = counts.length - 1; i >= 0; i--) {
    at[i] = rest % (counts[i] ?? 1);
    rest = Math.floor(rest / (counts[i] ?? 1));
  }
  return at;
}

/** Copies the rows of a chunk that lie inside the array; chunks at the edge reach beyond it. */
function place(output: Buffer, chunk: Uint8Array, at: readonly number[], { shape, chunks, itemBytes }: Grid): void {
  const start = at.map((n, i) => n * (chunks[i] ?? 1));
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
    output.set(chunk.subarray(from * itemBytes, (from + width) * itemBytes), to * itemBytes);
  }
}
