import type { Limits } from '../bytes/limits.js';
import { type ByteSource } from '../bytes/source.js';
/** Opens a data file by its path below the database's folder; null where there is none. */
export type OpenDataFile = (path: string) => Promise<ByteSource | null>;
/** A value: in the node, or a range of a data file. */
export interface OcdbtEntry {
    key: string;
    inline?: Uint8Array;
    stored?: Place;
}
interface Place {
    path: string;
    offset: number;
    length: number;
}
/** Entries of the newest version, in key order. */
export declare function readOcdbt(manifest: ByteSource, open: OpenDataFile, limits: Limits): AsyncGenerator<OcdbtEntry>;
/** Bytes of a value. */
export declare function readEntry(entry: OcdbtEntry, open: OpenDataFile): Promise<Uint8Array>;
export {};
