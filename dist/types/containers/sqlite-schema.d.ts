export interface SqliteTable {
    name: string;
    /** Its first page. */
    root: number;
    columns: readonly string[];
    /** The column that is the id of the row and not written in it. */
    rowId?: string;
}
/** Names of the columns that `CREATE TABLE` defines, in their order, and which of them is the id of the row. */
export declare function columnsOf(sql: string): Pick<SqliteTable, 'columns' | 'rowId'>;
