import { FormatError } from '../bytes/format-error.js';
import type { Limits } from '../bytes/limits.js';
import type { ByteSource } from '../bytes/source.js';

/** A value of a row: nested as the schema nests it. */
export type ParquetValue = null | boolean | number | bigint | string | Uint8Array | ParquetValue[] | ParquetRow;
export type ParquetRow = { [column: string]: ParquetValue };

export interface ParquetTable {
  rows: ParquetRow[];
  /** Physical type (`DOUBLE`, `INT32`, …) by dotted path, without the segments that lists add. */
  types: Map<string, string>;
}

/** Tables of a model are small; more values than these are data. */
const MOST_VALUES = 10_000_000;
const LARGEST_FILE = 64 << 20;

/** Reads a whole Parquet file of bounded size. Throws `resource-limit`, `unsupported`, `invalid-structure`. */
export async function readParquet(source: ByteSource, limits: Limits): Promise<ParquetTable> {
  const largest = Math.min(LARGEST_FILE, limits.inflatedBytes);
  if (source.size > largest)
    throw new FormatError('resource-limit', `expected Parquet of at most ${largest} bytes, found ${source.size}`);
  const { parquetMetadata, parquetReadObjects } = await import('hyparquet');
  const bytes = await source.read(0, source.size);
  const buffer = Uint8Array.from(bytes).buffer;
  try {
    const metadata = parquetMetadata(buffer);
    const columns = metadata.row_groups.flatMap((group) => group.columns.map((column) => column.meta_data));
    const values = columns.reduce((sum, column) => sum + Number(column?.num_values ?? 0), 0);
    const inflated = columns.reduce((sum, column) => sum + Number(column?.total_uncompressed_size ?? 0), 0);
    if (!(values <= MOST_VALUES) || !(inflated <= limits.inflatedBytes) || !(Number(metadata.num_rows) <= MOST_VALUES))
      throw new FormatError(
        'resource-limit',
        `expected Parquet of at most ${MOST_VALUES} values and ${limits.inflatedBytes} bytes, found ${values} and ${inflated}`,
      );
    const file = { byteLength: buffer.byteLength, slice: (start: number, end?: number) => buffer.slice(start, end) };
    const rows = (await parquetReadObjects({ file, metadata })) as ParquetRow[];
    return { rows, types: typesOf(metadata.schema) };
  } catch (cause) {
    if (cause instanceof FormatError) throw cause;
    const found = cause instanceof Error ? cause.message : String(cause);
    throw new FormatError(
      /unsupported/i.test(found) ? 'unsupported' : 'invalid-structure',
      `expected a Parquet file, found one that cannot be read: ${found}`,
      undefined,
      { cause },
    );
  }
}

interface SchemaElement {
  name: string;
  type?: string;
  num_children?: number;
}

/** Segments that the encodings of lists put between a column and its elements. */
const LIST_SEGMENTS = new Set(['list', 'element', 'array', 'bag', 'array_element']);

/** The schema is a tree in depth-first order, the root first. */
function typesOf(schema: readonly SchemaElement[]): Map<string, string> {
  const types = new Map<string, string>();
  const open: { path: string[]; left: number }[] = [{ path: [], left: schema[0]?.num_children ?? 0 }];
  for (const element of schema.slice(1)) {
    while (open.length > 1 && open.at(-1)?.left === 0) open.pop();
    const parent = open.at(-1) as (typeof open)[number];
    parent.left--;
    const isList = parent.path.length > 0 && LIST_SEGMENTS.has(element.name);
    const path = isList ? parent.path : [...parent.path, element.name];
    if (element.num_children) open.push({ path, left: element.num_children });
    else if (element.type !== undefined) types.set(path.join('.'), element.type);
  }
  return types;
}
