import { FormatError } from '../bytes/format-error.js';
import type { Limits } from '../bytes/limits.js';
import { countElements, elementCount } from './dtypes.js';

/** A rectangular part of an array. */
export interface Extent {
  offsets: readonly number[];
  sizes: readonly number[];
}

/** A part with its values in C order. */
export interface Block extends Extent {
  values: () => AsyncIterable<Uint8Array>;
}

interface Whole {
  shape: readonly number[];
  itemBytes: number;
}

/** Why blocks cannot make up an array, or null: each lies inside it, and together they have as many elements. */
export function blocksFault(shape: readonly number[], blocks: readonly Extent[]): string | null {
  let elements = 0;
  for (const { offsets, sizes } of blocks) {
    const fits =
      sizes.length === shape.length &&
      offsets.length === shape.length &&
      shape.every((size, i) => (offsets[i] as number) >= 0 && (offsets[i] as number) + (sizes[i] as number) <= size);
    if (!fits) return `expected parts inside [${shape.join(', ')}], found [${sizes}] at [${offsets}]`;
    elements += countElements(sizes) ?? Number.NaN;
  }
  const expected = countElements(shape);
  return elements === expected ? null : `expected parts of ${expected} elements in all, found ${elements}`;
}

/**
 * Values of an array in C order from disjoint blocks that cover it. Blocks cut along the first dimension alone follow
 * each other and are streamed; any other cut is put together in memory, within `inflatedBytes`. Throws
 * `invalid-structure` where blocks overlap, leave a gap, or have values of another length.
 */
export async function* joinBlocks(whole: Whole, blocks: readonly Block[], limits: Limits): AsyncGenerator<Uint8Array> {
  const fault = blocksFault(whole.shape, blocks);
  if (fault !== null) throw new FormatError('invalid-structure', fault);
  const filled = blocks.filter(({ sizes }) => !sizes.includes(0));
  if (filled.every(({ sizes }) => whole.shape.slice(1).every((size, i) => sizes[i + 1] === size))) {
    yield* streamed(whole, filled);
    return;
  }
  const total = elementCount(whole.shape) * whole.itemBytes;
  if (total > limits.inflatedBytes)
    throw new FormatError(
      'resource-limit',
      `expected an array in pieces of at most ${limits.inflatedBytes} bytes, found ${total}`,
    );
  const output = Buffer.alloc(total);
  const covered = new Uint8Array(elementCount(whole.shape));
  for (const block of filled) await place(output, covered, whole, block);
  yield output;
}

/** Blocks that are whole rows of the first dimension. */
async function* streamed({ itemBytes }: Whole, blocks: readonly Block[]): AsyncGenerator<Uint8Array> {
  let row = 0;
  for (const block of blocks.toSorted((a, b) => (a.offsets[0] ?? 0) - (b.offsets[0] ?? 0))) {
    if ((block.offsets[0] ?? 0) !== row) throw overlap(block);
    row += block.sizes[0] ?? 1;
    yield* exactly(block, itemBytes);
  }
}

/** Values of a block, as many bytes as its sizes say. */
async function* exactly({ sizes, values }: Block, itemBytes: number): AsyncGenerator<Uint8Array> {
  const expected = elementCount(sizes) * itemBytes;
  let found = 0;
  for await (const part of values()) {
    found += part.length;
    if (found > expected) break;
    yield part;
  }
  if (found !== expected)
    throw new FormatError(
      'invalid-structure',
      `expected ${expected} bytes of a part [${sizes.join(', ')}], found ${found}${found > expected ? ' or more' : ''}`,
    );
}

const overlap = ({ offsets, sizes }: Extent): FormatError =>
  new FormatError(
    'invalid-structure',
    `expected parts that follow each other, found an overlap or a gap at [${sizes}] at [${offsets}]`,
  );

/** Copies a block row by row to where it belongs; `covered` has a mark for each element that is there. */
async function place(output: Buffer, covered: Uint8Array, { shape, itemBytes }: Whole, block: Block): Promise<void> {
  const { offsets, sizes } = block;
  const parts: Uint8Array[] = [];
  for await (const part of exactly(block, itemBytes)) parts.push(part);
  const bytes = Buffer.concat(parts);
  const last = shape.length - 1;
  const width = sizes[last] ?? 1;
  const index = sizes.map(() => 0);
  for (let from = 0; from < bytes.length; from += width * itemBytes) {
    let to = 0;
    for (let i = 0; i <= last; i++) to = to * (shape[i] ?? 1) + (offsets[i] ?? 0) + (index[i] ?? 0);
    if (covered.subarray(to, to + width).includes(1)) throw overlap(block);
    covered.fill(1, to, to + width);
    output.set(bytes.subarray(from, from + width * itemBytes), to * itemBytes);
    for (let i = last - 1; i >= 0; i--) {
      index[i] = (index[i] ?? 0) + 1;
      if ((index[i] ?? 0) < (sizes[i] ?? 0)) break;
      index[i] = 0;
    }
  }
}
