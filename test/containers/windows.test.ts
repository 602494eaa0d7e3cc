import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { memorySource } from '../../src/bytes/source.js';
import { ForwardReader } from '../../src/containers/forward-reader.js';
import { readLines } from '../../src/containers/text-lines.js';
import { windowedSource } from '../../src/containers/windowed-source.js';
import { countingSource } from '../formats/memory-access.js';

const numbered = Buffer.from(Array.from({ length: 100_000 }, (_, i) => i % 251));

describe('windowed source', () => {
  it('gives the same bytes as the source itself', async () => {
    const ranges = fc.array(fc.tuple(fc.nat(numbered.length), fc.nat(9000)), { maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(ranges, async (asked) => {
        const source = windowedSource(memorySource(numbered));
        for (const [start, length] of asked) {
          const end = Math.min(numbered.length, start + length);
          expect(Buffer.from(await source.read(start, end)).equals(numbered.subarray(start, end))).toBe(true);
        }
      }),
    );
  });

  it('reads little after jumps and much when going on', async () => {
    const counted = countingSource(memorySource(numbered));
    const source = windowedSource(counted);
    for (let at = 0; at + 10 <= numbered.length; at += 20_000) await source.read(at, at + 10);
    expect(counted.bytesRead).toBeLessThanOrEqual(5 * 4096);
  });

  it('rejects ranges beyond the end', async () => {
    await expect(windowedSource(memorySource(numbered)).read(99_999, 100_001)).rejects.toThrow(
      'expected 2 bytes, found 1',
    );
  });
});

describe('forward reader', () => {
  it('reads numbers, texts and gaps in order', async () => {
    const bytes = Buffer.alloc(50_000);
    bytes.writeUInt32LE(7, 0);
    bytes.writeBigUInt64LE(9n, 40_004);
    bytes.write('end', 49_997);
    const reader = new ForwardReader(memorySource(bytes));
    expect(await reader.u32()).toBe(7);
    reader.skip(40_000);
    expect([await reader.size64(), reader.offset]).toEqual([9, 40_012]);
    reader.skip(49_997 - 40_012);
    expect(await reader.text(3)).toBe('end');
    await expect(reader.u8()).rejects.toThrow('expected 1 bytes, found 0');
    expect(() => reader.skip(1)).toThrow('expected 1 bytes, found 0');
  });

  it('does not go beyond its limit', async () => {
    const reader = new ForwardReader(memorySource(numbered), 0, 10);
    await reader.take(8);
    await expect(reader.take(8)).rejects.toMatchObject({ code: 'resource-limit' });
  });

  it('turns the order of bytes where told', async () => {
    const reader = new ForwardReader(memorySource(Buffer.from([0, 0, 0, 1, 0, 0, 0, 1])));
    reader.littleEndian = false;
    expect(await reader.u32()).toBe(1);
    reader.littleEndian = true;
    expect(await reader.u32()).toBe(0x01000000);
  });
});

describe('lines of a text', () => {
  it('are those of the whole text, wherever chunks are cut', async () => {
    const text = `ä\r\n${'b'.repeat(60)}\n\n`.repeat(20_000) + 'last';
    const lines: string[] = [];
    for await (const line of readLines(memorySource(Buffer.from(text)))) lines.push(line);
    expect(lines.length).toBe(60_001);
    expect(new Set(lines)).toEqual(new Set(['ä', 'b'.repeat(60), '', 'last']));
  });

  it('end at a line that is too long', async () => {
    const source = { size: 70 << 20, read: async (start: number, end: number) => Buffer.alloc(end - start, 0x61) };
    const read = async () => {
      for await (const _ of readLines(source));
    };
    await expect(read()).rejects.toMatchObject({ code: 'resource-limit' });
  });
});
