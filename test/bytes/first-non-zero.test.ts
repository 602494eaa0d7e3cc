import { describe, expect, it } from '@jest/globals';
import { firstNonZero } from '../../src/bytes/first-non-zero.js';
import { memorySource } from '../../src/bytes/source.js';
import { countingSource } from '../formats/memory-access.js';

const SIZE = 5 << 20;
const withOneAt = (...places: number[]) => {
  const bytes = new Uint8Array(SIZE);
  for (const place of places) bytes[place] = 1;
  return countingSource(memorySource(bytes));
};

describe('the first byte that is not zero', () => {
  it.each([0, 1, 511, 512, 513, 1_535, 1_536, 3 << 20, SIZE - 1])('is found at %i', async (place) => {
    expect(await firstNonZero(withOneAt(place), 0, SIZE)).toBe(place);
  });

  it('is the end where there is none in the range', async () => {
    expect(await firstNonZero(withOneAt(9, 4_000), 10, 4_000)).toBe(4_000);
    expect(await firstNonZero(withOneAt(), 0, SIZE)).toBe(SIZE);
    expect(await firstNonZero(withOneAt(7), 7, 7)).toBe(7);
  });

  it('is found without reading what lies far behind it', async () => {
    const source = withOneAt(600);
    await firstNonZero(source, 0, SIZE);
    expect(source.bytesRead).toBeLessThan(4_096);
  });
});
