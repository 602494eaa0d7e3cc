import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { blockSource } from '../../../src/bag/verify/block-source.js';
import { memorySource } from '../../../src/bytes/source.js';

const BYTES = Buffer.from(Array.from({ length: 3 << 20 }, (_, i) => (i * 31 + (i >> 12)) & 255));

describe('block source', () => {
  it('gives the bytes of the source, in any order and at once', async () => {
    const range = fc.tuple(fc.nat(BYTES.length), fc.nat(400_000)).map(([start, length]) => ({
      start,
      end: Math.min(BYTES.length, start + length),
    }));
    await fc.assert(
      fc.asyncProperty(fc.array(range, { maxLength: 12 }), async (ranges) => {
        const source = blockSource(memorySource(BYTES));
        const found = await Promise.all(ranges.map(({ start, end }) => source.read(start, end)));
        for (const [i, { start, end }] of ranges.entries())
          expect(Buffer.compare(found[i] as Uint8Array, BYTES.subarray(start, end))).toBe(0);
      }),
    );
  });

  it('reads once what lies close together', async () => {
    let reads = 0;
    const counted = {
      size: BYTES.length,
      read: async (start: number, end: number) => {
        reads++;
        return BYTES.subarray(start, end);
      },
    };
    const source = blockSource(counted);
    for (let at = 0; at < 1 << 20; at += 1000) await source.read(at, Math.min(1 << 20, at + 1000));
    expect(reads).toBe(1);
  });

  it('rejects what the source rejects', async () => {
    const source = blockSource(memorySource(BYTES));
    await expect(source.read(BYTES.length - 1, BYTES.length + 1)).rejects.toMatchObject({ code: 'truncated' });
    await expect(source.read(5, 4)).rejects.toMatchObject({ code: 'invalid-structure' });
  });
});
