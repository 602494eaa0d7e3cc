import { FormatError } from '../bytes/format-error.js';
import type { Limits } from '../bytes/limits.js';
import type { ByteSource } from '../bytes/source.js';
import { checkFooter, checkPages } from './parquet-bounds.js';

/** A value of a row: nested as the schema nests it. */
export type ParquetValue = null | boolean | number | bigint | string | Uint8Array | ParquetValue[] | ParquetRow;
export type ParquetRow = { [column: string]: ParquetValue };

export interface ParquetColumn {
  /** Physical type: `DOUBLE`, `INT32`, … */
  type: string;
  /** What values stand for where they are not numbers of that type: `DECIMAL`, `UINT_32`, `TIMESTAMP`, … */
  meaning?: string;
}

export interface ParquetTable {
  rows: ParquetRow[];
  /** Columns by dotted path, without the segments that lists add. */
  columns: Map<string, ParquetColumn>;
}

const LARGEST_FILE = 64 << 20;

/**
 * Reads a whole Parquet file of bounded size, values and inflated bytes. Throws `resource-limit`, `unsupported`,
 * `invalid-structure`, `truncated`.
 */
export async function readParquet(source: ByteSource, limits: Limits): Promise<ParquetTable> {
  const largest = Math.min(LARGEST_FILE, limits.inflatedBytes);
  if (source.size > largest)
    throw new FormatError('resource-limit', `expected Parquet of at most ${largest} bytes, found ${source.size}`);
  const { parquetMetadata, parquetReadObjects } = await import('hyparquet');
  const bytes = await source.read(0, source.size);
  checkFooter(bytes);
  const buffer = Uint8Array.from(bytes).buffer;
  try {
    const metadata = parquetMetadata(buffer);
    checkPages(bytes, metadata, limits);
    const file = { byteLength: buffer.byteLength, slice: (start: number, end?: number) => buffer.slice(start, end) };
    const rows = (await parquetReadObjects({ file, metadata })) as ParquetRow[];
    return { rows, columns: columnsOf(metadata.schema) };
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
  converted_type?: string;
  logical_type?: { type: string; isSigned?: boolean };
}

/** Annotations of integers that are what they are. */
const SIGNED = /^INT_(?:8|16|32|64)$/;

function columnOf({ type = '', converted_type: converted, logical_type: logical }: SchemaElement): ParquetColumn {
  if (converted !== undefined && !SIGNED.test(converted)) return { type, meaning: converted };
  if (logical && !(logical.type === 'INTEGER' && logical.isSigned)) return { type, meaning: logical.type };
  return { type };
}

/** Segments that the encodings of lists put between a column and its elements. */
const LIST_SEGMENTS = new Set(['list', 'element', 'array', 'bag', 'array_element']);

/** The schema is a tree in depth-first order, the root first. */
function columnsOf(schema: readonly SchemaElement[]): Map<string, ParquetColumn> {
  const columns = new Map<string, ParquetColumn>();
  const open: { path: string[]; left: number }[] = [{ path: [], left: schema[0]?.num_children ?? 0 }];
  for (const element of schema.slice(1)) {
    while (open.length > 1 && open.at(-1)?.left === 0) open.pop();
    const parent = open.at(-1) as (typeof open)[number];
    parent.left--;
    const isList = parent.path.length > 0 && LIST_SEGMENTS.has(element.name);
    const path = isList ? parent.path : [...parent.path, element.name];
    if (element.num_children) open.push({ path, left: element.num_children });
    else if (element.type !== undefined) columns.set(path.join('.'), columnOf(element));
  }
  return columns;
}
