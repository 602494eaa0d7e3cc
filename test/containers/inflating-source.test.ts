import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DEFAULT_LIMITS } from '../../src/bytes/limits.js';
import { chunks, memorySource } from '../../src/bytes/source.js';
import { inflatingSource } from '../../src/containers/inflating-source.js';

const plain = Buffer.from(Array.from({ length: 300_000 }, (_, i) => (i * 31 + (i >> 8)) & 0xff));
const deflated = deflateRawSync(plain);
const open = (size = plain.length, bytes: Uint8Array = deflated, limits = DEFAULT_LIMITS) =>
  inflatingSource(memorySource(bytes), size, limits);

describe('inflating source', () => {
  it('reads ranges in any order, with and without memory for all of it', async () => {
    const range = fc
      .tuple(fc.nat(plain.length), fc.nat(5000))
      .map(([start, length]): [number, number] => [start, Math.min(plain.length, start + length)]);
    await fc.assert(
      fc.asyncProperty(
        fc.array(range, { minLength: 1, maxLength: 6 }),
        fc.constantFrom(1, DEFAULT_LIMITS.inflatedBytes),
        async (ranges, inflatedBytes) => {
          const source = open(plain.length, deflated, { ...DEFAULT_LIMITS, inflatedBytes });
          const parts = await Promise.all(ranges.map(([start, end]) => source.read(start, end)));
          for (const [i, [start, end]] of ranges.entries())
            expect(Buffer.from(parts[i]!).equals(plain.subarray(start, end))).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('reads the beginning without the rest', async () => {
    const noise = Buffer.alloc(4 << 20);
    for (let i = 0, x = 1; i < noise.length; i++) {
      x = (Math.imul(x, 1103515245) + 12345) >>> 0;
      noise[i] = x >>> 24;
    }
    const bytes = deflateRawSync(noise);
    let taken = 0;
    const counted = {
      size: bytes.length,
      async read(start: number, end: number) {
        taken += end - start;
        return bytes.subarray(start, end);
      },
    };
    const head = await inflatingSource(counted, noise.length, DEFAULT_LIMITS).read(0, 100);
    expect(Buffer.from(head).equals(noise.subarray(0, 100))).toBe(true);
    expect(taken).toBeLessThan(1 << 19);
  });

  it.each<[string, number, Uint8Array, string]>([
    ['a stream that is shorter than declared', plain.length + 1, deflated, 'zip-structure'],
    ['a stream that is longer than declared', plain.length - 1, deflated, 'zip-structure'],
    ['a cut stream', plain.length, deflated.subarray(0, 500), 'truncated'],
    ['bytes that are no stream', 100, Buffer.alloc(50, 0xff), 'invalid-structure'],
  ])('rejects %s', async (_, size, bytes, code) => {
    const all = async () => {
      for await (const part of chunks(open(size, bytes))) expect(part.length).toBeGreaterThan(0);
    };
    await expect(all()).rejects.toMatchObject({ code });
  });

  it('refuses a declared size that no deflate stream reaches', () => {
    expect(() => open(1e12)).toThrow(expect.objectContaining({ code: 'resource-limit' }));
  });
});
