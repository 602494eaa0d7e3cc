import { FormatError } from '../bytes/format-error.js';
import type { ByteSource } from '../bytes/source.js';
import { recordValues, type SqliteValue, varint } from './sqlite-record.js';
import { columnsOf, type SqliteTable } from './sqlite-schema.js';

/*
 * SQLite 3 database, https://www.sqlite.org/fileformat2.html. Numbers are big-endian.
 * header   "SQLite format 3\0" | page size u16 (1 is 65536) | write, read version u8 (2: with a journal of its own) |
 *          reserved bytes of each page u8 at 20 | text encoding u32 at 56 (1 UTF-8, 2 UTF-16LE, 3 UTF-16BE)
 * page     type u8 (5 inner, 13 leaf of a table) | first free u16 | cells u16 | content u16 | fragments u8 | right child u32 of
 *          an inner one | place of each cell u16; page 1 begins after the header of the file
 * cell     of an inner page: left child u32, row id varint; of a leaf: payload bytes varint, row id varint, payload,
 *          first overflow page u32 where the payload is longer than its share of the page
 */
export const SQLITE_MAGIC = 'SQLite format 3\0';
const HEADER_BYTES = 100;
/** Pages of one table that are followed: 64 MB of the usual size. */
const PAGES = 16_384;
/** Of one row; the longest texts that trackers keep are some kilobytes. */
const PAYLOAD = 1024 * 1024;
/** Of all rows of one table: twenty columns of 200,000 rows. A definition may name more columns than its rows hold. */
const VALUES = 4_000_000;
/** A tree of 2^31 pages is not as deep. */
const DEPTH = 20;

export interface SqliteDatabase {
  tables: ReadonlyMap<string, SqliteTable>;
  /** Rows of a table in the order of their ids, by the names of their columns. */
  rows(table: SqliteTable): AsyncGenerator<Record<string, SqliteValue>>;
}

interface Pager {
  source: ByteSource;
  pageSize: number;
  /** Bytes of a page that the format uses. */
  usable: number;
  encoding: string;
}

/** Reads the schema of a database. Nothing of what SQL says is run. */
export async function openSqlite(source: ByteSource): Promise<SqliteDatabase> {
  const pager = await readHeader(source);
  const schema: SqliteTable = { name: 'sqlite_schema', root: 1, columns: ['type', 'name', 'of', 'root', 'sql'] };
  const tables = new Map<string, SqliteTable>();
  for await (const { type, name, root, sql } of rowsOf(pager, schema)) {
    if (type !== 'table' || typeof name !== 'string' || typeof root !== 'number' || typeof sql !== 'string') continue;
    // Those without row ids are kept in another kind of tree.
    if (!/\bWITHOUT\s+ROWID\b/i.test(sql.slice(-200))) tables.set(name, { name, root, ...columnsOf(sql) });
  }
  return { tables, rows: (table) => rowsOf(pager, table) };
}

async function readHeader(source: ByteSource): Promise<Pager> {
  if (source.size < HEADER_BYTES)
    throw new FormatError('truncated', `expected a header of ${HEADER_BYTES} bytes, found ${source.size}`, 0);
  const bytes = Buffer.from(await source.read(0, HEADER_BYTES));
  const found = bytes.toString('latin1', 0, 16);
  if (found !== SQLITE_MAGIC)
    throw new FormatError('invalid-structure', `expected 'SQLite format 3', found ${JSON.stringify(found)}`, 0);
  const declared = bytes.readUInt16BE(16);
  const pageSize = declared === 1 ? 65_536 : declared;
  if (pageSize < 512 || (pageSize & (pageSize - 1)) !== 0)
    throw new FormatError('invalid-structure', `expected pages of a power of two from 512, found ${declared}`, 16);
  const usable = pageSize - bytes[20]!;
  if (usable < 480) throw new FormatError('invalid-structure', `expected 480 usable bytes, found ${usable}`, 20);
  const encoding = ['utf-8', 'utf-8', 'utf-16le', 'utf-16be'][bytes.readUInt32BE(56)];
  if (encoding === undefined)
    throw new FormatError('invalid-structure', `expected text encoding 1 to 3, found ${bytes.readUInt32BE(56)}`, 56);
  return { source, pageSize, usable, encoding };
}

async function* rowsOf(pager: Pager, table: SqliteTable): AsyncGenerator<Record<string, SqliteValue>> {
  const seen = new Set<number>();
  let left = VALUES;
  for await (const { id, payload, at } of leavesBelow(pager, table.root, 0, seen)) {
    left -= table.columns.length;
    if (left < 0) throw new FormatError('resource-limit', `expected at most ${VALUES} values of a table`, at);
    const values = recordValues(payload, pager.encoding, at);
    const row = table.columns.map((name, index): [string, SqliteValue] => [
      name,
      name === table.rowId ? id : (values[index] ?? null),
    ]);
    yield Object.fromEntries(row);
  }
}

interface LeafCell {
  id: number;
  payload: Uint8Array;
  /** Of the cell, in the file. */
  at: number;
  /** How much of its page it takes. */
  bytes: number;
}

async function* leavesBelow(
  pager: Pager,
  number: number,
  depth: number,
  seen: Set<number>,
): AsyncGenerator<LeafCell, void, undefined> {
  const page = await readPage(pager, number, seen);
  const offset = (number - 1) * pager.pageSize;
  const start = number === 1 ? HEADER_BYTES : 0;
  const type = page[start];
  if (type !== 5 && type !== 13)
    throw new FormatError('invalid-structure', `expected a page of a table, found type ${type}`, offset + start);
  if (depth > DEPTH) throw new FormatError('resource-limit', `expected a tree of at most ${DEPTH} levels`, offset);
  const count = page.readUInt16BE(start + 3);
  const pointers = start + (type === 5 ? 12 : 8);
  if (pointers + count * 2 > pager.usable)
    throw new FormatError('invalid-structure', `expected cells within the page, found ${count}`, offset + start + 3);
  let free = pager.usable - pointers - count * 2;
  for (let index = 0; index < count; index++) {
    const at = page.readUInt16BE(pointers + index * 2);
    if (at + 4 > pager.usable)
      throw new FormatError('invalid-structure', `expected a cell within the page, found it at ${at}`, offset);
    if (type === 5) {
      yield* leavesBelow(pager, page.readUInt32BE(at), depth + 1, seen);
      continue;
    }
    const cell = await readLeaf(pager, page, at, offset, seen);
    free -= cell.bytes;
    if (free < 0)
      throw new FormatError('invalid-structure', 'expected cells apart, found more than their page holds', offset);
    yield cell;
  }
  if (type === 5) yield* leavesBelow(pager, page.readUInt32BE(start + 8), depth + 1, seen);
}

/** A page, each once: a tree whose pages lead back to themselves has no end. */
async function readPage({ source, pageSize }: Pager, number: number, seen: Set<number>): Promise<Buffer> {
  const start = (number - 1) * pageSize;
  if (number < 1 || start + pageSize > source.size)
    throw new FormatError('truncated', `expected page ${number} of ${pageSize} bytes, found ${source.size} bytes`, 0);
  if (seen.has(number))
    throw new FormatError('invalid-structure', `expected each page once, found page ${number} again`, start);
  if (seen.size >= PAGES) throw new FormatError('resource-limit', `expected at most ${PAGES} pages of a table`, start);
  seen.add(number);
  return Buffer.from(await source.read(start, start + pageSize));
}

async function readLeaf(pager: Pager, page: Buffer, at: number, offset: number, seen: Set<number>): Promise<LeafCell> {
  const length = varint(page, at, offset);
  const id = varint(page, at + length.bytes, offset);
  const start = at + length.bytes + id.bytes;
  if (length.value > PAYLOAD)
    throw new FormatError('resource-limit', `expected rows of at most ${PAYLOAD} bytes, found ${length.value}`, offset);
  const local = localBytes(length.value, pager.usable);
  const end = start + local + (local < length.value ? 4 : 0);
  if (end > pager.usable)
    throw new FormatError('invalid-structure', `expected a row within its page, found its end at ${end}`, offset + at);
  const parts = [page.subarray(start, start + local)];
  let next = local < length.value ? page.readUInt32BE(start + local) : 0;
  for (let left = length.value - local; left > 0; ) {
    const more = await readPage(pager, next, seen);
    const taken = Math.min(left, pager.usable - 4);
    parts.push(more.subarray(4, 4 + taken));
    next = more.readUInt32BE(0);
    left -= taken;
  }
  return { id: id.value, payload: Buffer.concat(parts), at: offset + at, bytes: end - at };
}

/** How much of a payload lies in the leaf itself. */
function localBytes(payload: number, usable: number): number {
  const most = usable - 35;
  if (payload <= most) return payload;
  const least = Math.floor(((usable - 12) * 32) / 255) - 23;
  const wanted = least + ((payload - least) % (usable - 4));
  return wanted <= most ? wanted : least;
}
