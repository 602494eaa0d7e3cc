import { hash } from 'node:crypto';
import type { Algorithm } from './digest-threads.js';
import { type Digests, pass, passChunks } from './pass.js';
import type { ByteSource, OpenByteSource } from './source.js';

const SHA256 = { algorithms: ['sha256'] } as const;

/** Lower-case hexadecimal SHA-256 of bytes in memory. */
export const sha256 = (bytes: Uint8Array | string): string => digestOf('sha256', bytes);

/** Lower-case hexadecimal digest of bytes in memory. */
export const digestOf = (algorithm: Algorithm, bytes: Uint8Array | string): string => hash(algorithm, bytes);

/** Lower-case hexadecimal SHA-256 of a whole source, read once in chunks. */
export const sha256Of = async (source: ByteSource): Promise<string> =>
  (await pass(source, SHA256)).digests.sha256 ?? '';

/** Lower-case hexadecimal SHA-256 of what is opened, which is closed again. */
export async function sha256OfOpened(opening: Promise<OpenByteSource>): Promise<string> {
  const source = await opening;
  try {
    return await sha256Of(source);
  } finally {
    await source.close();
  }
}

/** Lower-case hexadecimal SHA-256 of chunks in order. */
export const sha256OfChunks = async (parts: AsyncIterable<Uint8Array>): Promise<string> =>
  (await passChunks(parts, SHA256)).digests.sha256 ?? '';

/** Digests of a whole source by several algorithms, read once. */
export const digestsOf = async (source: ByteSource, algorithms: readonly Algorithm[]): Promise<Digests> =>
  (await pass(source, { algorithms })).digests;
