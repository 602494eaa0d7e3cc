import type { Limits } from '../bytes/limits.js';
import type { ByteSource } from '../bytes/source.js';
/** A value of a row: nested as the schema nests it. */
export type ParquetValue = null | boolean | number | bigint | string | Uint8Array | ParquetValue[] | ParquetRow;
export type ParquetRow = {
    [column: string]: ParquetValue;
};
export interface ParquetTable {
    rows: ParquetRow[];
    /** Physical type (`DOUBLE`, `INT32`, …) by dotted path, without the segments that lists add. */
    types: Map<string, string>;
}
/** Reads a whole Parquet file of bounded size. Throws `resource-limit`, `unsupported`, `invalid-structure`. */
export declare function readParquet(source: ByteSource, limits: Limits): Promise<ParquetTable>;
