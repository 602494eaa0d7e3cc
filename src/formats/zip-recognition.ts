import type { ZipMember } from '../containers/zip.js';
import { type Glimpse, has } from './glimpse.js';

/** Members of a zip that begins or ends the file; null for anything else, without reading a directory that cannot be there. */
export async function zipMembers(glimpse: Glimpse): Promise<readonly ZipMember[] | null> {
  const begins = has(glimpse.head, 'PK\x03\x04') || has(glimpse.head, 'PK\x05\x06');
  const ends = Buffer.from(glimpse.tail).includes('PK\x05\x06');
  return begins || ends ? glimpse.zip() : null;
}
