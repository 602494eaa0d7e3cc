import { Cursor } from '../bytes/cursor.js';
import { FormatError } from '../bytes/format-error.js';
import type { Limits } from '../bytes/limits.js';
import { readThrift, type ThriftStruct } from './parquet-thrift.js';

/** Tables of a model are small; more values than these are data. */
const MOST_VALUES = 10_000_000;
const LARGEST_FOOTER = 4 << 20;
/** Behind the footer: its length, and PAR1, which begins the file too. */
const TAIL_BYTES = 8;
const MAGIC = 'PAR1';

/** The description of a file, as far as it bounds what reading takes. Counts are of 64 bits. */
interface Described {
  row_groups: { num_rows: bigint; columns: { meta_data?: ChunkDescription }[] }[];
}
interface ChunkDescription {
  num_values: bigint;
  total_compressed_size: bigint;
  data_page_offset: bigint;
  dictionary_page_offset?: bigint;
}

/** Reads over the footer, so that no list in it is longer than its bytes and no struct too deep. */
export function checkFooter(bytes: Uint8Array): void {
  const end = Buffer.from(bytes.subarray(Math.max(0, bytes.length - TAIL_BYTES)));
  if (end.length < TAIL_BYTES || end.toString('latin1', 4) !== MAGIC)
    throw new FormatError('invalid-structure', `expected ${MAGIC} at the end of Parquet, found other bytes`);
  const length = end.readUInt32LE();
  const start = bytes.length - TAIL_BYTES - length;
  if (start < 0)
    throw new FormatError('invalid-structure', `expected a footer of ${length} bytes, found ${bytes.length} in all`);
  if (length > LARGEST_FOOTER)
    throw new FormatError('resource-limit', `expected a footer of at most ${LARGEST_FOOTER} bytes, found ${length}`);
  readThrift(new Cursor(bytes.subarray(start, start + length), start));
}

/** Holds rows, values and inflated bytes, also those that the header of each page declares, to our limits. */
export function checkPages(bytes: Uint8Array, { row_groups: groups }: Described, limits: Limits): void {
  let rows = 0;
  let values = 0;
  let inflated = 0;
  for (const group of groups) {
    const own = countOf(group.num_rows);
    rows += own;
    for (const { meta_data: chunk } of group.columns) {
      if (!chunk) throw new FormatError('invalid-structure', 'expected the description of a column, found none');
      const most = countOf(chunk.num_values);
      if (most < own)
        throw new FormatError('invalid-structure', `expected a value for each of ${own} rows, found ${most}`);
      values += most;
      if (values <= MOST_VALUES) inflated += inflatedBytes(bytes, chunk, most);
      if (!(rows <= MOST_VALUES) || !(values <= MOST_VALUES) || !(inflated <= limits.inflatedBytes))
        throw new FormatError(
          'resource-limit',
          `expected Parquet of at most ${MOST_VALUES} values and ${limits.inflatedBytes} bytes, found ${values} and ${inflated}`,
        );
    }
    if (rows > MOST_VALUES)
      throw new FormatError('resource-limit', `expected Parquet of at most ${MOST_VALUES} rows, found ${rows}`);
  }
}

/** Bytes that the pages of a column declare, all together; none may hold more than the `most` values of its column. */
function inflatedBytes(bytes: Uint8Array, chunk: ChunkDescription, most: number): number {
  // Some writers say 0 where there is no dictionary.
  const start = countOf(chunk.dictionary_page_offset || chunk.data_page_offset);
  const end = start + countOf(chunk.total_compressed_size);
  if (end > bytes.length)
    throw new FormatError('truncated', `expected a column of ${end - start} bytes at ${start}, found ${bytes.length}`);
  const cursor = new Cursor(bytes.subarray(start, end), start);
  let inflated = 0;
  let values = 0;
  while (cursor.remaining > 1) {
    const header = readThrift(cursor);
    const { data, dictionary } = pageValues(header);
    values += data;
    if (!(data >= 0 && dictionary >= 0) || values > most || dictionary > most)
      throw new FormatError('invalid-structure', `expected pages of ${most} values in all, found more`, cursor.offset);
    inflated += sizeOf(header, 2, cursor);
    cursor.skip(sizeOf(header, 3, cursor));
  }
  return inflated;
}

/** `num_values` is the first field of the header of a data page (5, or 8 in version 2) and of a dictionary (7). */
function pageValues({ structs }: ThriftStruct): { data: number; dictionary: number } {
  const count = (field: number) => {
    const page = structs.get(field);
    return page ? (page.numbers.get(1) ?? Number.NaN) : 0;
  };
  return { data: Math.max(count(5), count(8)), dictionary: count(7) };
}

/** `uncompressed_page_size` is field 2, `compressed_page_size` field 3. */
function sizeOf({ numbers }: ThriftStruct, field: 2 | 3, cursor: Cursor): number {
  const size = numbers.get(field);
  if (size === undefined || size < 0)
    throw new FormatError('invalid-structure', `expected the size of a page, found ${size}`, cursor.offset);
  return size;
}

function countOf(count: bigint | undefined): number {
  if (typeof count !== 'bigint' || count < 0n || count > BigInt(Number.MAX_SAFE_INTEGER))
    throw new FormatError('invalid-structure', `expected a count of 0 or more, found ${count}`);
  return Number(count);
}
