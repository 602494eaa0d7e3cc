import type { Limits } from '../bytes/limits.js';
import type { ByteSource } from '../bytes/source.js';
/** A value of a row: nested as the schema nests it. */
export type ParquetValue = null | boolean | number | bigint | string | Uint8Array | ParquetValue[] | ParquetRow;
export type ParquetRow = {
    [column: string]: ParquetValue;
};
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
/**
 * Reads a whole Parquet file of bounded size, values and inflated bytes. Throws `resource-limit`, `unsupported`,
 * `invalid-structure`, `truncated`.
 */
export declare function readParquet(source: ByteSource, limits: Limits): Promise<ParquetTable>;
