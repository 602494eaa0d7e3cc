import { FormatError } from '../bytes/format-error.js';
import type { Limits } from '../bytes/limits.js';
import { elementCount } from './dtypes.js';

/** A rectangular part of an array, with its values in C order. */
export interface Block {
  offsets: readonly number[];
  sizes: readonly number[];
  values: () => AsyncIterable<Uint8Array>;
}

interface Whole {
  shape: readonly number[];
  itemBytes: number;
}

/**
 * Values of an array in C order from disjoint blocks that cover it. Blocks cut along the first dimension alone follow
 * each other and are streamed; any other cut is put together in memory, within `inflatedBytes`.
 */
export async function* joinBlocks(whole: Whole, blocks: readonly Block[], limits: Limits): AsyncGenerator<Uint8Array> {
  const inOrder = blocks.toSorted((a, b) => (a.offsets[0] ?? 0) - (b.offsets[0] ?? 0));
  if (inOrder.every(({ sizes }) => whole.shape.slice(1).every((size, i) => sizes[i + 1] === size))) {
    for (const { values } of inOrder) yield* values();
    return;
  }
  const total = elementCount(whole.shape) * whole.itemBytes;
  if (total > limits.inflatedBytes)
    throw new FormatError(
      'resource-limit',
      `expected an array in pieces of at most ${limits.inflatedBytes} bytes, found ${total}`,
    );
  const output = Buffer.alloc(total);
  for (const block of blocks) await place(output, whole, block);
  yield output;
}

/** Copies a block row by row to where it belongs. */
async function place(output: Buffer, { shape, itemBytes }: Whole, { offsets, sizes, values }: Block): Promise<void> {
  const parts: Uint8Array[] = [];
  for await (const part of values()) parts.push(part);
  const bytes = Buffer.concat(parts);
  const last = shape.length - 1;
  const rowBytes = (sizes[last] ?? 1) * itemBytes;
  const index = sizes.map(() => 0);
  for (let from = 0; from + rowBytes <= bytes.length; from += rowBytes) {
    let to = 0;
    for (let i = 0; i <= last; i++) to = to * (shape[i] ?? 1) + (offsets[i] ?? 0) + (index[i] ?? 0);
    output.set(bytes.subarray(from, from + rowBytes), to * itemBytes);
    for (let i = last - 1; i >= 0; i--) {
      index[i] = (index[i] ?? 0) + 1;
      if ((index[i] ?? 0) < (sizes[i] ?? 0)) break;
      index[i] = 0;
    }
  }
}
