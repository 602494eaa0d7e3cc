import { describe, expect, it } from '@jest/globals';
import { DEFAULT_LIMITS } from '../../src/bytes/limits.js';
import { type Block, blocksFault, joinBlocks } from '../../src/formats/joined-blocks.js';

const block = (offsets: number[], sizes: number[], ...bytes: number[]): Block => ({
  offsets,
  sizes,
  values: async function* () {
    yield Uint8Array.from(bytes);
  },
});
async function join(shape: number[], ...blocks: Block[]): Promise<number[]> {
  const found: number[] = [];
  for await (const part of joinBlocks({ shape, itemBytes: 1 }, blocks, DEFAULT_LIMITS)) found.push(...part);
  return found;
}

describe('blocks of an array', () => {
  it('are joined along the first dimension, in any order', async () => {
    expect(await join([3, 2], block([2, 0], [1, 2], 5, 6), block([0, 0], [2, 2], 1, 2, 3, 4))).toEqual([
      1, 2, 3, 4, 5, 6,
    ]);
  });

  it('are joined along others, where empty ones add nothing', async () => {
    const blocks = [block([0, 1], [2, 1], 2, 4), block([0, 0], [2, 1], 1, 3), block([0, 2], [2, 0])];
    expect(await join([2, 2], ...blocks)).toEqual([1, 2, 3, 4]);
  });

  it('are a number alone where the array has no dimensions', async () => {
    expect(await join([], block([], [], 7))).toEqual([7]);
  });

  it.each<[string, number[], Block[]]>([
    ['that overlap and leave a gap, in rows', [4], [block([0], [2], 1, 2), block([1], [2], 3, 4)]],
    [
      'that overlap and leave a gap, in columns',
      [2, 3],
      [block([0, 0], [2, 2], 1, 2, 3, 4), block([0, 1], [2, 1], 5, 6)],
    ],
    ['that are too few', [3], [block([0], [2], 1, 2)]],
    ['that begin before the array', [2], [block([-1], [2], 1, 2)]],
    ['that end behind the array', [2], [block([1], [2], 1, 2)]],
    ['of other dimensions', [2], [block([0, 0], [1, 2], 1, 2)]],
    ['with too few values', [2], [block([0], [2], 1)]],
    ['with too many values', [2], [block([0], [2], 1, 2, 3)]],
  ])('are rejected %s', async (_, shape, blocks) => {
    await expect(join(shape, ...blocks)).rejects.toMatchObject({ code: 'invalid-structure' });
  });

  it('are known not to fit by their places alone', () => {
    expect(blocksFault([2], [{ offsets: [-1], sizes: [2] }])).toBe('expected parts inside [2], found [2] at [-1]');
    expect(blocksFault([2], [{ offsets: [0], sizes: [2] }])).toBeNull();
  });
});
