import { createHash } from 'node:crypto';
import type { Slot } from './slots.js';
import { type Thread, takeThread } from './threads.js';

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
export async function openDigest(algorithm: Algorithm, length: number): Promise<DigestStream> {
  const thread = await takeThread(length);
  return thread ? openIn(thread, algorithm) : openHere(algorithm);
}

let opened = 0;

function openIn(thread: Thread, algorithm: Algorithm): DigestStream {
  const stream = opened++;
  thread.tell({ stream, algorithm });
  return {
    update: async (slot, length) => void (await thread.ask({ stream, start: slot.start, length })),
    readAndUpdate: async (slot, length, file, position) =>
      void (await thread.ask({ stream, start: slot.start, length, file, position })),
    async digest() {
      thread.load--;
      return (await thread.ask<{ digest: string }>({ stream, end: true })).digest;
    },
    drop() {
      thread.load--;
      thread.tell({ stream, drop: true });
    },
  };
}

function openHere(algorithm: Algorithm): DigestStream {
  const hash = createHash(algorithm);
  return {
    update: async (slot, length) => void hash.update(slot.bytes.subarray(0, length)),
    digest: async () => hash.digest('hex'),
    drop() {},
  };
}
