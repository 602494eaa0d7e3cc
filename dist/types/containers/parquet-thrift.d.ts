import type { Cursor } from '../bytes/cursor.js';
/** Numbers (up to 32 bits) and structs by the number of their field; other kinds are read over. */
export interface ThriftStruct {
    numbers: ReadonlyMap<number, number>;
    structs: ReadonlyMap<number, ThriftStruct>;
}
/** Reads one struct and leaves the cursor behind it. Throws `truncated`, `invalid-structure`, `resource-limit`. */
export declare function readThrift(cursor: Cursor, depth?: number): ThriftStruct;
