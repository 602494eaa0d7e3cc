import { FormatError } from '../bytes/format-error.js';
import { chunks } from '../bytes/source.js';
import type { Hdf5Bytes } from './hdf5-bytes.js';
import { type Chunk, type ChunkMap, chunkBytes, readChunkMap } from './hdf5-chunks.js';
import type { Dataset } from './hdf5-dataset.js';
import { codecOf } from './hdf5-elements.js';
import { unfilter } from './hdf5-filters.js';
import { GlobalHeap } from './hdf5-heaps.js';
import type { Layout } from './hdf5-layout.js';

/** Bytes of a row of chunks that are put together in memory. */
const MOST_SLAB_BYTES = 512 * 1024 * 1024;
/** Bytes handed on at once. */
const PIECE_BYTES = 1 << 20;

/** Number of elements of a dataset; the null dataspace has none. */
export const countOf = (dataset: Dataset): number =>
  dataset.shape === null ? 0 : dataset.shape.reduce((product, size) => product * size, 1);

/** Canonical values of a dataset in C order. Throws `unsupported` where they have no canonical form. */
export async function* streamValues(bytes: Hdf5Bytes, dataset: Dataset): AsyncGenerator<Uint8Array> {
  const codec = codecOf(dataset.type);
  if (!codec.encode) throw new FormatError('unsupported', `expected values, found ${dataset.type.class} elements`);
  const heap = new GlobalHeap(bytes);
  let rest: Uint8Array = new Uint8Array(0);
  for await (const part of streamStored(bytes, dataset)) {
    const piece = rest.length > 0 ? Buffer.concat([rest, part]) : part;
    const whole = piece.length - (piece.length % codec.size);
    rest = piece.slice(whole);
    if (whole === 0) continue;
    // A copy where bytes are swapped in place: the source may hand out its own memory.
    const stored = codec.isPlain ? piece.subarray(0, whole) : Uint8Array.prototype.slice.call(piece, 0, whole);
    yield await codec.encode(stored, heap);
  }
}

/** Elements as stored, in C order, filters undone, missing chunks filled. */
export async function* streamStored(bytes: Hdf5Bytes, dataset: Dataset): AsyncGenerator<Uint8Array> {
  const total = countOf(dataset) * dataset.type.size;
  if (total === 0) return;
  const { layout } = dataset;
  if (dataset.external.length > 0)
    throw new FormatError('unsupported', 'expected values in this file, found them in another');
  switch (layout.class) {
    case 'compact':
      if (layout.data.length < total)
        throw new FormatError('truncated', `expected ${total} bytes, found ${layout.data.length}`, layout.offset);
      yield layout.data.subarray(0, total);
      return;
    case 'contiguous':
      if (layout.address === null) yield* fillPieces(dataset, total);
      else yield* chunks(bytes.source, bytes.base + layout.address, bytes.base + layout.address + total);
      return;
    case 'chunked':
      yield* streamChunked(bytes, dataset, layout);
      return;
    case 'virtual':
      throw new FormatError('unsupported', 'expected values in this dataset, found a virtual one');
  }
}

function* fillPieces(dataset: Dataset, total: number): Generator<Uint8Array> {
  const most = Math.max(1, Math.floor(PIECE_BYTES / dataset.type.size)) * dataset.type.size;
  for (let done = 0; done < total; done += most) yield filled(dataset, Math.min(most, total - done));
}

function filled(dataset: Dataset, length: number): Uint8Array {
  const out = new Uint8Array(length);
  if (dataset.fill) for (let at = 0; at < length; at += dataset.fill.length) out.set(dataset.fill, at);
  return out;
}

type Chunked = Extract<Layout, { class: 'chunked' }>;

/**
 * Chunked values, one row of chunks after the other. The row runs along the first dimension whose chunks are thicker
 * than one element: all before it can be stepped through one by one.
 */
async function* streamChunked(bytes: Hdf5Bytes, dataset: Dataset, layout: Chunked): AsyncGenerator<Uint8Array> {
  const shape = dataset.shape as number[];
  const size = dataset.type.size;
  if (layout.elementSize !== size)
    throw new FormatError(
      'invalid-structure',
      `expected chunks of elements of ${size} bytes, found ${layout.elementSize}`,
    );
  const whole = chunkBytes(layout);
  if (whole > MOST_SLAB_BYTES)
    throw new FormatError('resource-limit', `expected chunks of at most ${MOST_SLAB_BYTES} bytes, found ${whole}`);
  const map = await readChunkMap(bytes, dataset, layout);
  const thick = layout.chunk.findIndex((length) => length > 1);
  const axis = thick < 0 ? shape.length - 1 : thick;
  const below = shape.slice(axis + 1).reduce((product, n) => product * n, size);
  const rows = Math.min(layout.chunk[axis] as number, shape[axis] as number);
  if (rows * below > MOST_SLAB_BYTES)
    throw new FormatError(
      'resource-limit',
      `expected rows of chunks of at most ${MOST_SLAB_BYTES} bytes, found ${rows * below}`,
    );
  const slabs = map.grid.slice(0, axis + 1).reduce((product, n) => product * n, 1);
  const perSlab = map.grid.slice(axis + 1).reduce((product, n) => product * n, 1);
  for (let slab = 0; slab < slabs; slab++) {
    const row = slab % (map.grid[axis] as number);
    const here = Math.min(layout.chunk[axis] as number, (shape[axis] as number) - row * (layout.chunk[axis] as number));
    const out = filled(dataset, here * below);
    for (let i = 0; i < perSlab; i++) await copyChunk(bytes, dataset, layout, map, slab * perSlab + i, axis, out);
    yield out;
  }
}

async function copyChunk(
  bytes: Hdf5Bytes,
  dataset: Dataset,
  layout: Chunked,
  map: ChunkMap,
  number: number,
  axis: number,
  out: Uint8Array,
): Promise<void> {
  const chunk = map.chunks.get(number);
  if (!chunk) return;
  const shape = dataset.shape as number[];
  const at = positionOf(number, map.grid);
  const isEdge = at.some((position, i) => (position + 1) * (layout.chunk[i] as number) > (shape[i] as number));
  const data = await readChunk(bytes, dataset, layout, chunk, isEdge && layout.unfilteredEdges);
  copyBlock(data, out, layout.chunk.slice(axis), shape.slice(axis), at.slice(axis), dataset.type.size);
}

function positionOf(number: number, grid: readonly number[]): number[] {
  const at = new Array<number>(grid.length).fill(0);
  for (let i = grid.length - 1, rest = number; i >= 0; i--) {
    at[i] = rest % (grid[i] as number);
    rest = Math.floor(rest / (grid[i] as number));
  }
  return at;
}

async function readChunk(
  bytes: Hdf5Bytes,
  dataset: Dataset,
  layout: Chunked,
  chunk: Chunk,
  isUnfiltered: boolean,
): Promise<Uint8Array> {
  const start = bytes.base + chunk.address;
  const expected = chunkBytes(layout);
  const size = isUnfiltered ? expected : chunk.size;
  // What was filtered may have grown a little: deflate adds some bytes to what it cannot make smaller.
  if (size > 2 * expected + 1024)
    throw new FormatError('invalid-structure', `expected a chunk of about ${expected} bytes, found ${size}`, start);
  const stored = await bytes.source.read(start, start + size);
  if (dataset.filters.length === 0 || isUnfiltered) {
    if (stored.length < expected)
      throw new FormatError('truncated', `expected a chunk of ${expected} bytes, found ${stored.length}`, start);
    return stored;
  }
  return unfilter(stored, dataset.filters, chunk.filterMask, expected, start);
}

/**
 * Copies a chunk into a slab that covers the whole shape but along the first dimension, where it has the chunk's rows.
 * `at` is the chunk's position in the grid; its parts beyond the shape are left out.
 */
function copyBlock(
  data: Uint8Array,
  out: Uint8Array,
  chunk: number[],
  shape: number[],
  at: number[],
  size: number,
): void {
  const rank = chunk.length;
  const last = rank - 1;
  const extent = chunk.map((length, i) => Math.min(length, (shape[i] as number) - (at[i] as number) * length));
  const origin = at.map((position, i) => (i === 0 ? 0 : position * (chunk[i] as number)));
  const run = (extent[last] as number) * size;
  const index = new Array<number>(rank).fill(0);
  for (;;) {
    let from = 0;
    let to = 0;
    for (let i = 0; i < rank; i++) {
      from = from * (chunk[i] as number) + (index[i] as number);
      to = to * (i === 0 ? 1 : (shape[i] as number)) + (origin[i] as number) + (index[i] as number);
    }
    out.set(data.subarray(from * size, from * size + run), to * size);
    let i = last - 1;
    for (; i >= 0; i--) {
      index[i] = (index[i] as number) + 1;
      if ((index[i] as number) < (extent[i] as number)) break;
      index[i] = 0;
    }
    if (i < 0) return;
  }
}
