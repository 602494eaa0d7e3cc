import { describe, expect, it } from '@jest/globals';
import { type DigestedTensor, weightChanges } from '../../src/assess/weight-changes.js';

const tensor = (name: string, sha256?: string, shape = [2, 3]): DigestedTensor => ({
  name,
  dtype: 'float32',
  shape,
  byteLength: 24,
  ...(sha256 !== undefined && { sha256 }),
});

describe('what became of tensors', () => {
  it('is told by their digests: the same, changed, renamed, of another shape, added, removed', () => {
    const before = [tensor('a', '1'), tensor('b', '2'), tensor('old', '3'), tensor('d', '4'), tensor('gone', '5')];
    const after = [tensor('a', '1'), tensor('b', 'x'), tensor('new', '3'), tensor('d', '4', [6]), tensor('more', '6')];
    const { same, changes, more, unread } = weightChanges(before, after);
    expect([same, more, unread]).toEqual([1, 0, 0]);
    expect(changes.map(({ change, name, from }) => [change, name, from])).toEqual([
      ['added', 'more', undefined],
      ['removed', 'gone', undefined],
      ['reshaped', 'd', undefined],
      ['renamed', 'new', 'old'],
      ['changed', 'b', undefined],
    ]);
    expect(changes[2]).toMatchObject({ shape: [6], before: { dtype: 'float32', shape: [2, 3] } });
  });

  it('is unknown where a digest is missing, and never taken for the same or for a new name', () => {
    expect(weightChanges([tensor('a')], [tensor('a', '1')])).toEqual({ same: 0, changes: [], more: 0, unread: 1 });
    const { changes } = weightChanges([tensor('old')], [tensor('new')]);
    expect(changes.map(({ change }) => change)).toEqual(['added', 'removed']);
  });

  it('is listed up to a limit, the rest counted', () => {
    const after = Array.from({ length: 130 }, (_, i) => tensor(`t${i}`, `${i}`));
    const { changes, more } = weightChanges([], after);
    expect([changes.length, more]).toEqual([100, 30]);
  });
});
