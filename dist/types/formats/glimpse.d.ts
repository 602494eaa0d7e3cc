import { type ByteSource } from '../bytes/source.js';
import { type ZipMember } from '../containers/zip.js';
/** Bytes of the head that every recognizer may look at without a further read. HDF5 with a user block needs 2048 + 8. */
export declare const HEAD_BYTES = 4096;
export declare const TAIL_BYTES = 64;
/** What recognizers look at: little, read once, shared. */
export interface Glimpse {
    path: string;
    /** Lower-case extension with the dot; '' where there is none. */
    extension: string;
    size: number;
    head: Uint8Array;
    tail: Uint8Array;
    source: ByteSource;
    /** Members of the zip that ends here, or null. Broken zips are null too; the reader says why. */
    zip(): Promise<readonly ZipMember[] | null>;
    /** Names of files beside the entry and below its folder; empty for a single stream. */
    companions(): Promise<readonly string[]>;
}
/** Takes the glimpse of a source: two small reads; the zip directory only when asked for. */
export declare function glimpse(path: string, source: ByteSource, companions?: () => Promise<readonly string[]>): Promise<Glimpse>;
/** Glimpse of bytes in memory. */
export declare const glimpseOf: (path: string, bytes: Uint8Array) => Promise<Glimpse>;
/** Lower-case extension of the last path segment, with the dot. */
export declare function extensionOf(path: string): string;
/** True where `bytes` has `signature` (latin-1 text or numbers) at `at`. */
export declare function has(bytes: Uint8Array, signature: string | readonly number[], at?: number): boolean;
