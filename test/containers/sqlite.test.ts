import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { memorySource } from '../../src/bytes/source.js';
import { openSqlite } from '../../src/containers/sqlite.js';
import { columnsOf } from '../../src/containers/sqlite-schema.js';
import { ended } from '../ended.js';

const fixtures = join(dirname(fileURLToPath(import.meta.url)), '..', 'fixtures');
const PAGE = 65_536;

/** A number as two bytes of a varint, for all that is below 16,384. */
const varint = (value: number): number[] => [0x80 | (value >> 7), value & 0x7f];
/** A cell of a leaf: a row of texts and small integers. */
function cell(id: number, values: readonly (string | number)[]): Buffer {
  const kinds = values.flatMap((value) => varint(typeof value === 'number' ? 1 : 13 + value.length * 2));
  const content = values.map((value) => (typeof value === 'number' ? Buffer.from([value]) : Buffer.from(value)));
  const record = Buffer.concat([Buffer.from([...varint(kinds.length + 2), ...kinds]), ...content]);
  return Buffer.concat([Buffer.from([...varint(record.length), ...varint(id)]), record]);
}
/** A leaf with one cell, to which every pointer leads. */
function leaf(stored: Buffer, pointers: number, start = 0): Buffer {
  const page = Buffer.alloc(PAGE);
  page[start] = 13;
  page.writeUInt16BE(pointers, start + 3);
  for (let i = 0; i < pointers; i++) page.writeUInt16BE(PAGE - stored.length, start + 8 + i * 2);
  stored.copy(page, PAGE - stored.length);
  return page;
}
/** A database of one table. */
function database(sql: string, stored: Buffer, pointers = 1): Buffer {
  const first = leaf(cell(1, ['table', 't', 't', 2, sql]), 1, 100);
  first.write('SQLite format 3\0');
  first.writeUInt16BE(1, 16);
  first.writeUInt32BE(1, 56);
  return Buffer.concat([first, leaf(stored, pointers)]);
}
async function rowsOf(bytes: Uint8Array, name: string): Promise<object[]> {
  const { tables, rows } = await openSqlite(memorySource(bytes));
  const found: object[] = [];
  for await (const row of rows(tables.get(name)!)) found.push(row);
  return found;
}

describe('SQLite', () => {
  it('reads rows of what MLflow writes', async () => {
    const rows = await rowsOf(readFileSync(join(fixtures, 'trackers', 'mlflow.db')), 'params');
    expect(rows).toContainEqual(expect.objectContaining({ key: 'seed', value: '13' }));
  });

  it('reads a row with its id, and null where it ends early', async () => {
    const bytes = database('CREATE TABLE t (id INTEGER PRIMARY KEY, "a b" TEXT, c)', cell(7, [0, 'x']));
    expect(await rowsOf(bytes, 't')).toEqual([{ id: 7, 'a b': 'x', c: null }]);
  });

  it('rejects cells that are more than their page holds', async () => {
    const bytes = database('CREATE TABLE t (a TEXT)', cell(1, ['x'.repeat(4_000)]), 17);
    await expect(rowsOf(bytes, 't')).rejects.toMatchObject({ code: 'invalid-structure' });
  });

  it('stops where a definition names more columns than anybody fills', async () => {
    const bytes = database(`CREATE TABLE t (${'a,'.repeat(3_500)}b)`, cell(1, ['x']), 2_000);
    await expect(rowsOf(bytes, 't')).rejects.toMatchObject({ code: 'resource-limit' });
  });

  it.each([
    ['brackets that never close', '['.repeat(1 << 20), 1],
    ['quotes that never close', `"'\``.repeat(1 << 18), 1],
    ['a long key and many integers', `${'a INTEGER,'.repeat(50_000)}PRIMARY KEY(${'b'.repeat(500_000)})`, 50_000],
  ])('reads a definition with %s once', async (_, parts, count) => {
    const { columns } = await ended(() => columnsOf(`CREATE TABLE t (${parts}`));
    expect(columns).toHaveLength(count);
  });
});
