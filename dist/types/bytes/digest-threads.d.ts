import type { Slot } from './slots.js';
/** Digest algorithms by their names in node:crypto; names of manifests leave out the dashes (RFC 8493, 2.4). */
export type Algorithm = 'md5' | 'sha1' | `sha${'' | '3-'}${224 | 256 | 384 | 512}` | 'blake2b512' | 'blake2s256';
/** One digest in the making. */
export interface DigestStream {
    /** Adds the first `length` bytes of a slot; resolves when they were read. Calls keep their order. */
    update(slot: Slot, length: number): Promise<void>;
    /** Reads the first `length` bytes of a slot from an open file and adds them, in one go; only threads can. */
    readAndUpdate?(slot: Slot, length: number, file: number, position: number): Promise<void>;
    /** Lower-case hexadecimal. */
    digest(): Promise<string>;
    /** Forgets it unfinished. */
    drop(): void;
}
/** Opens a digest of about `length` bytes in the least busy thread; in this one where that is faster or there are no threads. */
export declare function openDigest(algorithm: Algorithm, length: number): Promise<DigestStream>;
