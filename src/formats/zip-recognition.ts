import type { ZipMember } from '../containers/zip.js';
import { type Glimpse, has } from './glimpse.js';

/** Members of a zip that begins or ends the file; null for anything else, without reading a directory that cannot be there. */
export const zipMembers = async (glimpse: Glimpse): Promise<readonly ZipMember[] | null> =>
  mayBeZip(glimpse) ? glimpse.zip() : null;

/** True where a signature of a zip begins or ends the file. */
export function mayBeZip({ head, tail }: Glimpse): boolean {
  if (has(head, 'PK\x03\x04') || has(head, 'PK\x05\x06')) return true;
  return Buffer.from(tail.buffer, tail.byteOffset, tail.byteLength).includes('PK\x05\x06');
}
