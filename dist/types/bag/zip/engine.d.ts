import type { ZipLayout } from './layout.js';
import { type DosTime } from './records.js';
/** A CRC that was known only after its local header had passed: to be written at `offset` once everything lies in the file. */
export interface CrcPatch {
    offset: number;
    crc32: number;
}
/** What archiver hands to its engine for one entry. */
export interface EntryData {
    name: string;
}
/**
 * The zip engine behind archiver: it takes entries of known size in the order of the layout and yields exactly the bytes
 * that the layout foresees. The members `append`, `finalize`, `on`, `pipe` and `unpipe` are those archiver calls.
 */
export declare class StoredZipEngine {
    #private;
    readonly layout: ZipLayout;
    readonly time: DosTime;
    readonly patches: CrcPatch[];
    constructor(layout: ZipLayout, time: DosTime);
    append(source: Buffer | AsyncIterable<Buffer>, data: EntryData, done: (error?: Error) => void): void;
    finalize(): void;
    on(event: string, listener: (...values: unknown[]) => void): this;
    pipe<T extends NodeJS.WritableStream>(destination: T): T;
    unpipe(destination?: NodeJS.WritableStream): void;
}
