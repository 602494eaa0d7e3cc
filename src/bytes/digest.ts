import { createHash } from 'node:crypto';
import { type ByteSource, chunks } from './source.js';

/** Lower-case hexadecimal SHA-256 of bytes in memory. */
export const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

/** Lower-case hexadecimal SHA-256 of a whole source, read once in chunks. */
export const sha256Of = (source: ByteSource): Promise<string> => sha256OfChunks(chunks(source));

/** Lower-case hexadecimal SHA-256 of chunks in order. */
export async function sha256OfChunks(parts: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash('sha256');
  for await (const part of parts) hash.update(part);
  return hash.digest('hex');
}
