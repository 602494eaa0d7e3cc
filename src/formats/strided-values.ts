import { FormatError } from '../bytes/format-error.js';
import { type ByteSource, chunks } from '../bytes/source.js';
import { swapped } from './byte-swap.js';

/** Items of one size anywhere in a source; a tensor as frameworks see it. */
export interface StridedItems {
  source: ByteSource;
  /** Offset in the source of the item whose indices are all 0. */
  start: number;
  itemBytes: number;
  shape: readonly number[];
  /** In bytes, one for each dimension. */
  strides: readonly number[];
  /** Bytes reversed together to get from big-endian to little-endian; 1 for none. */
  swapBytes: number;
}

/** Output block that is put together in memory, and the longest run read for it. */
const BLOCK_BYTES = 16 << 20;
const RUN_BYTES = 4 << 20;
/** An expanded view may be larger than its file; beyond this it exists only to cost time. */
const EXPANDED_BYTES = 1 << 30;

interface Dimension {
  size: number;
  from: number;
  to: number;
}

/** Byte strides of C order, or of Fortran order. */
export function orderedStrides(shape: readonly number[], itemBytes: number, fortran = false): number[] {
  const strides: number[] = new Array(shape.length);
  let stride = itemBytes;
  for (let i = 0; i < shape.length; i++) {
    const at = fortran ? i : shape.length - 1 - i;
    strides[at] = stride;
    stride *= shape[at] as number;
  }
  return strides;
}

/** True where the items follow each other in C order; strides of dimensions of one item do not matter. */
export function isContiguous(items: Pick<StridedItems, 'shape' | 'strides' | 'itemBytes'>): boolean {
  const expected = orderedStrides(items.shape, items.itemBytes);
  return items.shape.includes(0) || items.shape.every((size, i) => size === 1 || items.strides[i] === expected[i]);
}

/** Values in C order, little-endian, in chunks of bounded size. Throws `truncated` where the items leave the source. */
export function readStrided(items: StridedItems): AsyncIterable<Uint8Array> {
  const total = items.shape.reduce((product, size) => product * size, items.itemBytes);
  const values =
    total > 0 && isContiguous(items) ? chunks(items.source, items.start, items.start + total) : gathered(items, total);
  return items.swapBytes === 1 ? values : swapped(values, items.swapBytes);
}

async function* gathered(items: StridedItems, total: number): AsyncGenerator<Uint8Array> {
  if (total === 0) return;
  if (total > Math.max(EXPANDED_BYTES, items.source.size * 16)) {
    throw new FormatError(
      'resource-limit',
      `expected a view of at most ${Math.max(EXPANDED_BYTES, items.source.size * 16)} bytes, found ${total}`,
    );
  }
  yield* blocks(items, 0, items.start);
}

/** Fixes leading dimensions until a slab of the next one fits a block, then gathers slab by slab. */
async function* blocks(items: StridedItems, axis: number, start: number): AsyncGenerator<Uint8Array> {
  const size = items.shape[axis];
  if (size === undefined) {
    yield await items.source.read(start, start + items.itemBytes);
    return;
  }
  const inner = items.shape.slice(axis + 1).reduce((product, next) => product * next, items.itemBytes);
  const stride = items.strides[axis] as number;
  if (inner > BLOCK_BYTES) {
    for (let i = 0; i < size; i++) yield* blocks(items, axis + 1, start + i * stride);
    return;
  }
  const perBlock = Math.max(1, Math.floor(BLOCK_BYTES / inner));
  for (let i = 0; i < size; i += perBlock) {
    yield await gather(items, axis, start + i * stride, Math.min(perBlock, size - i));
  }
}

/** A block of `count` steps along `axis` with everything below it, read in runs of the source as long as its layout allows. */
async function gather(items: StridedItems, axis: number, start: number, count: number): Promise<Uint8Array> {
  const shape = [count, ...items.shape.slice(axis + 1)];
  const to = orderedStrides(shape, items.itemBytes);
  const dimensions: Dimension[] = shape
    .map((size, i) => ({ size, from: items.strides[axis + i] as number, to: to[i] as number }))
    .filter(({ size }) => size > 1)
    .sort((a, b) => a.from - b.from);
  const out = Buffer.alloc(shape.reduce((product, size) => product * size, items.itemBytes));
  let span = items.itemBytes;
  let within = 0;
  for (const { size, from } of dimensions) {
    if (span + (size - 1) * from > RUN_BYTES) break;
    span += (size - 1) * from;
    within++;
  }
  await eachRun(dimensions.slice(within), start, 0, async (from, at) => {
    const run = await items.source.read(from, from + span);
    copyItems(run, 0, out, at, dimensions.slice(0, within), items.itemBytes);
  });
  return out;
}

async function eachRun(
  outer: readonly Dimension[],
  from: number,
  to: number,
  visit: (from: number, to: number) => Promise<void>,
): Promise<void> {
  const last = outer[outer.length - 1];
  if (!last) {
    await visit(from, to);
    return;
  }
  const rest = outer.slice(0, -1);
  for (let i = 0; i < last.size; i++) await eachRun(rest, from + i * last.from, to + i * last.to, visit);
}

function copyItems(
  run: Uint8Array,
  from: number,
  out: Uint8Array,
  to: number,
  dimensions: readonly Dimension[],
  itemBytes: number,
): void {
  const last = dimensions[dimensions.length - 1];
  if (!last) {
    for (let i = 0; i < itemBytes; i++) out[to + i] = run[from + i] as number;
    return;
  }
  const rest = dimensions.slice(0, -1);
  for (let i = 0; i < last.size; i++) copyItems(run, from + i * last.from, out, to + i * last.to, rest, itemBytes);
}
