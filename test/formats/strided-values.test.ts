import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { memorySource } from '../../src/bytes/source.js';
import { isContiguous, orderedStrides, readStrided, type StridedItems } from '../../src/formats/strided-values.js';
import { runs } from '../thorough.js';

async function valuesOf(items: StridedItems): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of readStrided(items)) parts.push(part);
  return Buffer.concat(parts);
}

/** Item by item, as the definition says. */
function plainly(bytes: Buffer, { start, itemBytes, shape, strides, swapBytes }: StridedItems): Buffer {
  const out: Buffer[] = [];
  const visit = (axis: number, at: number): void => {
    if (axis === shape.length) {
      const item = Buffer.from(bytes.subarray(at, at + itemBytes));
      for (let i = 0; i < itemBytes; i += swapBytes) item.subarray(i, i + swapBytes).reverse();
      out.push(item);
      return;
    }
    for (let i = 0; i < shape[axis]!; i++) visit(axis + 1, at + i * strides[axis]!);
  };
  visit(0, start);
  return Buffer.concat(out);
}

const ITEM = fc.constantFrom(
  ...[1, 2, 4, 8, 16].flatMap((itemBytes) =>
    [1, itemBytes, itemBytes / 2]
      .filter((swap) => swap >= 1 && Number.isInteger(swap))
      .map((swapBytes) => ({ itemBytes, swapBytes })),
  ),
);

describe('strided values', () => {
  it('reads any view as its definition says', async () => {
    const dimension = fc.record({ size: fc.nat(5), step: fc.nat(6) });
    await fc.assert(
      fc.asyncProperty(
        ITEM,
        fc.array(dimension, { maxLength: 4 }),
        fc.nat(3),
        async ({ itemBytes, swapBytes }, dimensions, offset) => {
          const shape = dimensions.map(({ size }) => size);
          const strides = dimensions.map(({ step }) => step * itemBytes);
          const bytes = Buffer.from(Array.from({ length: 200 * itemBytes }, (_, i) => (i * 7 + 3) & 0xff));
          const items = {
            source: memorySource(bytes),
            start: offset * itemBytes,
            itemBytes,
            shape,
            strides,
            swapBytes,
          };
          expect((await valuesOf(items)).equals(plainly(bytes, items))).toBe(true);
        },
      ),
      { numRuns: runs(500) },
    );
  });

  it('reads Fortran order larger than a block in columns, a block at a time', async () => {
    const [rows, columns] = [3000, 1600];
    const bytes = Buffer.alloc(rows * columns * 4);
    for (let column = 0; column < columns; column++)
      for (let row = 0; row < rows; row++) bytes.writeUInt32LE(row * columns + column, (column * rows + row) * 4);
    let longest = 0;
    const source = {
      size: bytes.length,
      async read(start: number, end: number) {
        longest = Math.max(longest, end - start);
        return bytes.subarray(start, end);
      },
    };
    const values = await valuesOf({
      source,
      start: 0,
      itemBytes: 4,
      shape: [rows, columns],
      strides: orderedStrides([rows, columns], 4, true),
      swapBytes: 1,
    });
    const numbers = new Uint32Array(values.buffer, values.byteOffset, values.length / 4);
    expect(numbers.every((value, i) => value === i)).toBe(true);
    expect(longest).toBeLessThanOrEqual(4 << 20);
  });

  it('refuses a view that is far larger than what it is a view of', async () => {
    const items = {
      source: memorySource(new Uint8Array(8)),
      start: 0,
      itemBytes: 4,
      shape: [1e6, 1e6],
      strides: [0, 0],
      swapBytes: 1,
    };
    await expect(valuesOf(items)).rejects.toMatchObject({ code: 'resource-limit' });
  });

  it('tells C order from other orders', () => {
    expect(isContiguous({ shape: [2, 3], strides: [12, 4], itemBytes: 4 })).toBe(true);
    expect(isContiguous({ shape: [2, 1, 3], strides: [12, 999, 4], itemBytes: 4 })).toBe(true);
    expect(isContiguous({ shape: [2, 3], strides: [4, 8], itemBytes: 4 })).toBe(false);
    expect(isContiguous({ shape: [0, 3], strides: [1, 1], itemBytes: 4 })).toBe(true);
  });
});
