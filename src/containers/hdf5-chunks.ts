import { FormatError } from '../bytes/format-error.js';
import { NODE, treeEntries } from './hdf5-btree.js';
import { RECORD, tree2Records } from './hdf5-btree2.js';
import { type Hdf5Bytes, readCount } from './hdf5-bytes.js';
import { type ArrayElement, extensibleArrayElements, fixedArrayElements } from './hdf5-chunk-arrays.js';
import type { Dataset } from './hdf5-dataset.js';
import type { Layout } from './hdf5-layout.js';

/** A chunk that was written. */
export interface Chunk {
  address: number;
  /** Bytes as stored. */
  size: number;
  /** A bit for each filter that was left out. */
  filterMask: number;
}

/** The chunks of a dataset. */
export interface ChunkMap {
  /** Number of chunks along each dimension. */
  grid: number[];
  /** By row-major number in the grid. Chunks that are missing hold the fill value. */
  chunks: Map<number, Chunk>;
}

/** Chunks of one dataset: a terabyte in chunks of a megabyte. */
const MOST_CHUNKS = 1_000_000;

type Chunked = Extract<Layout, { class: 'chunked' }>;

/** Number of chunks along each dimension of a shape. */
export const chunkGrid = (shape: readonly number[], chunk: readonly number[]): number[] =>
  shape.map((size, i) => Math.ceil(size / (chunk[i] as number)));

/** Bytes of a chunk when nothing is filtered. */
export const chunkBytes = (layout: Chunked): number =>
  layout.chunk.reduce((product, size) => product * size, layout.elementSize);

/** Reads where every chunk of a dataset lies. */
export async function readChunkMap(bytes: Hdf5Bytes, dataset: Dataset, layout: Chunked): Promise<ChunkMap> {
  const shape = dataset.shape ?? [];
  if (shape.length !== layout.chunk.length)
    throw new FormatError(
      'invalid-structure',
      `expected chunks of ${shape.length} dimensions, found ${layout.chunk.length}`,
    );
  const grid = chunkGrid(shape, layout.chunk);
  const map: ChunkMap = { grid, chunks: new Map() };
  for await (const { at, chunk } of listChunks(bytes, dataset, layout, grid)) {
    // Chunks beyond the shape remain where a dataset was made smaller.
    const number = numberOf(at, grid);
    if (number === null) continue;
    if (map.chunks.size >= MOST_CHUNKS)
      throw new FormatError(
        'resource-limit',
        `expected at most ${MOST_CHUNKS} chunks, found more`,
        bytes.base + chunk.address,
      );
    map.chunks.set(number, chunk);
  }
  return map;
}

/** Row-major number of a chunk; null outside of the grid. */
function numberOf(at: readonly number[], grid: readonly number[]): number | null {
  let number = 0;
  for (let i = 0; i < grid.length; i++) {
    const size = grid[i] as number;
    const position = at[i] as number;
    if (!(position >= 0 && position < size)) return null;
    number = number * size + position;
  }
  return number;
}

interface Placed {
  /** Position in the grid. */
  at: number[];
  chunk: Chunk;
}

async function* listChunks(
  bytes: Hdf5Bytes,
  dataset: Dataset,
  layout: Chunked,
  grid: readonly number[],
): AsyncGenerator<Placed> {
  const { index } = layout;
  const whole = chunkBytes(layout);
  if (index.address === null) return;
  const isFiltered = dataset.filters.length > 0;
  switch (index.kind) {
    case 'btree-1':
      yield* fromTree(bytes, index.address, layout);
      return;
    case 'btree-2':
      yield* fromTree2(bytes, index.address, layout, whole);
      return;
    case 'single':
      yield {
        at: grid.map(() => 0),
        chunk: { address: index.address, size: index.filteredSize ?? whole, filterMask: index.filterMask },
      };
      return;
    case 'implicit':
      yield* numbered(implicitElements(index.address, whole, grid), dataset, layout, whole, null);
      return;
    case 'fixed-array':
      yield* numbered(fixedArrayElements(bytes, index.address, isFiltered), dataset, layout, whole, null);
      return;
    case 'extensible-array':
      yield* numbered(
        extensibleArrayElements(bytes, index.address, isFiltered),
        dataset,
        layout,
        whole,
        dataset.maxShape.indexOf(null),
      );
  }
}

async function* fromTree(bytes: Hdf5Bytes, address: number, layout: Chunked): AsyncGenerator<Placed> {
  for await (const { key, child } of treeEntries(bytes, address, NODE.chunks, 8 + 8 * (layout.chunk.length + 1))) {
    const size = key.u32();
    const filterMask = key.u32();
    const at = layout.chunk.map((length) => key.size64() / length);
    yield { at: at.map(Math.floor), chunk: { address: child, size, filterMask } };
  }
}

async function* fromTree2(bytes: Hdf5Bytes, address: number, layout: Chunked, whole: number): AsyncGenerator<Placed> {
  for await (const { type, record } of tree2Records(bytes, address, [RECORD.chunk, RECORD.filteredChunk])) {
    const child = bytes.address(record);
    const sizeBytes = record.remaining - 4 - 8 * layout.chunk.length;
    const size = type === RECORD.filteredChunk ? readCount(record, sizeBytes) : whole;
    const filterMask = type === RECORD.filteredChunk ? record.u32() : 0;
    const at = layout.chunk.map(() => record.size64());
    if (child !== null) yield { at, chunk: { address: child, size, filterMask } };
  }
}

async function* implicitElements(
  address: number,
  whole: number,
  grid: readonly number[],
): AsyncGenerator<ArrayElement> {
  const count = grid.reduce((product, size) => product * size, 1);
  for (let number = 0; number < count; number++)
    yield { number, address: address + number * whole, size: null, filterMask: 0 };
}

/**
 * Places chunks that are known by number. Numbers run through the grid of the largest shape, row-major, with the
 * dimension without limit as the slowest one.
 */
async function* numbered(
  elements: AsyncIterable<ArrayElement>,
  dataset: Dataset,
  layout: Chunked,
  whole: number,
  unlimited: number | null,
): AsyncGenerator<Placed> {
  const most = dataset.maxShape.map((size, i) =>
    Math.ceil((size ?? (dataset.shape as number[])[i] ?? 0) / (layout.chunk[i] as number)),
  );
  const order = most.map((_, i) => i);
  if (unlimited !== null && unlimited > 0) order.unshift(...order.splice(unlimited, 1));
  for await (const { number, address, size, filterMask } of elements) {
    const at = new Array<number>(most.length).fill(0);
    let rest = number;
    for (let i = order.length - 1; i > 0; i--) {
      const dimension = order[i] as number;
      const length = Math.max(1, most[dimension] as number);
      at[dimension] = rest % length;
      rest = Math.floor(rest / length);
    }
    at[order[0] ?? 0] = rest;
    yield { at, chunk: { address, size: size ?? whole, filterMask } };
  }
}
