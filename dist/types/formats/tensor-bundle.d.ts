import type { Limits } from '../bytes/limits.js';
import { type ByteSource } from '../bytes/source.js';
/** A tensor of a bundle as its index describes it. */
export interface BundleEntry {
    name: string;
    dtype: string;
    shape: number[];
    shard: number;
    offset: number;
    size: number;
    crc32c: number;
    /** Partitioned: the values lie under keys of their own. */
    sliced: boolean;
    /** Of a partitioned tensor, the parts that the index has. */
    parts: BundlePart[];
}
/** A rectangular part of a partitioned tensor. */
export interface BundlePart {
    offsets: number[];
    sizes: number[];
    shard: number;
    offset: number;
    size: number;
    crc32c: number;
}
export interface BundleIndex {
    shards: number;
    littleEndian: boolean;
    entries: BundleEntry[];
}
/** Reads a TensorBundle index: a table of tensor descriptions, with the bundle's header under the empty key. */
export declare function readBundleIndex(source: ByteSource, limits: Limits): Promise<BundleIndex>;
/** Why an entry contradicts itself, or null. */
export declare function faultOf(entry: BundleEntry, shards: number): string | null;
/** Values of numbers as they are stored, checked against the entry's CRC at the end. */
export declare function bundleValues(source: ByteSource, entry: Pick<BundleEntry, 'offset' | 'size' | 'crc32c'>): AsyncGenerator<Uint8Array>;
/**
 * Strings, each with its length as four bytes: the bundle stores all lengths as varints, a CRC of four bytes, then all
 * bytes. Bounded by the entry's size.
 */
export declare function bundleStrings(source: ByteSource, entry: BundleEntry): AsyncGenerator<Uint8Array>;
