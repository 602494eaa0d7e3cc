import { describe, expect, it } from '@jest/globals';
import { DEFAULT_LIMITS } from '../../src/bytes/limits.js';
import { memorySource } from '../../src/bytes/source.js';
import { readParquet } from '../../src/containers/parquet.js';
import { type Declared, parquetOf } from './parquet-writer.js';

const read = (values: number[], declared?: Declared) =>
  readParquet(memorySource(parquetOf(values, declared)), DEFAULT_LIMITS);

describe('parquet', () => {
  it('reads rows and tells integers from what integers stand for', async () => {
    expect(await read([3, 1, 2])).toEqual({
      rows: [{ a: 3 }, { a: 1 }, { a: 2 }],
      columns: new Map([['a', { type: 'INT32' }]]),
    });
    expect((await read([7], { convertedType: 17 })).columns.get('a')).toEqual({ type: 'INT32' });
    expect((await read([7], { convertedType: 5 })).columns.get('a')).toEqual({ type: 'INT32', meaning: 'DECIMAL' });
  });

  it.each<[string, Declared, string]>([
    ['more values than a page may take', { values: 2 ** 40, rows: 2 ** 40 }, 'resource-limit'],
    ['fewer values than rows', { rows: 9 }, 'invalid-structure'],
    ['pages of more values than their column', { pageValues: 2 ** 30 }, 'invalid-structure'],
    ['pages that inflate beyond the limit', { pageBytes: 2 ** 31 - 1 }, 'resource-limit'],
    ['lists longer than the footer', { rowGroups: Buffer.from([0xfc, 0xff, 0xff, 0xff, 0x0f]) }, 'invalid-structure'],
    ['structs within structs', { rowGroups: Buffer.alloc(64, 0x1c) }, 'resource-limit'],
  ])('rejects %s', async (_, declared, code) => {
    await expect(read([1, 2], declared)).rejects.toMatchObject({ code });
  });

  it('rejects a footer that is longer than the file', async () => {
    const bytes = parquetOf([1]);
    bytes.writeUInt32LE(1 << 20, bytes.length - 8);
    await expect(readParquet(memorySource(bytes), DEFAULT_LIMITS)).rejects.toMatchObject({
      code: 'invalid-structure',
    });
  });
});
