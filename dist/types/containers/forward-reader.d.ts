import { Cursor } from '../bytes/cursor.js';
import type { ByteSource } from '../bytes/source.js';
/**
 * Reads numbers and text forward through a source, a window at a time; windows grow while reading goes on, so that a
 * short header costs one small read. `limit` is the offset beyond which nothing is read: `resource-limit`.
 */
export declare class ForwardReader {
    #private;
    readonly source: ByteSource;
    readonly limit: number;
    littleEndian: boolean;
    constructor(source: ByteSource, start?: number, limit?: number);
    get offset(): number;
    /** A cursor with at least `count` bytes ahead; what is taken from it is taken from here. */
    ahead(count: number): Promise<Cursor>;
    u8(): Promise<number>;
    u32(): Promise<number>;
    u64(): Promise<bigint>;
    /** A declared size; beyond 2^53 it is `invalid-structure`. */
    size64(): Promise<number>;
    take(count: number): Promise<Uint8Array>;
    text(count: number): Promise<string>;
    /** Goes on without reading. */
    skip(count: number): void;
}
