import type { ByteSource } from '../bytes/source.js';
import { type SqliteValue } from './sqlite-record.js';
import { type SqliteTable } from './sqlite-schema.js';
export declare const SQLITE_MAGIC = "SQLite format 3\0";
export interface SqliteDatabase {
    tables: ReadonlyMap<string, SqliteTable>;
    /** Rows of a table in the order of their ids, by the names of their columns. */
    rows(table: SqliteTable): AsyncGenerator<Record<string, SqliteValue>>;
}
/** Reads the schema of a database. Nothing of what SQL says is run. */
export declare function openSqlite(source: ByteSource): Promise<SqliteDatabase>;
