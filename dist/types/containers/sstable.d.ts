import type { Limits } from '../bytes/limits.js';
import type { ByteSource } from '../bytes/source.js';
export declare const SSTABLE_MAGIC: readonly [87, 251, 128, 139, 36, 117, 71, 219];
export interface TableEntry {
    key: Uint8Array;
    value: Uint8Array;
}
/** Entries of a table in key order. Every block is checked against its CRC. */
export declare function readTable(source: ByteSource, limits: Limits): AsyncGenerator<TableEntry>;
