import type { Limits } from '../bytes/limits.js';
import type { ByteSource } from '../bytes/source.js';
import {
  isReallyEncrypted,
  locateZipMember,
  openLocated,
  type ZipDirectory,
  type ZipMember,
} from '../containers/zip.js';
import type { Contents } from './format.js';
import { addHiddenPickles } from './hidden-pickles.js';

/** Bytes behind a member that its headers contradict each other about. */
const CONTRADICTED_BYTES = 1 << 20;

/** Adds what is wrong with the directory and with the names in it. */
export function addZipProblems(contents: Contents, directory: ZipDirectory): void {
  for (const { code, message, member, offset } of directory.problems) {
    const kind =
      code === 'resource-limit' ? 'unread' : code === 'symlink' || code === 'path-escape' ? 'external' : 'malformed';
    contents.observations.push({
      kind,
      code,
      message,
      ...(member !== undefined && { member }),
      ...(offset !== undefined && { offset }),
    });
  }
}

/** Opens a member; contradictions of its headers and a flag that lies about encryption are added to the contents. */
export async function openMember(
  archive: { source: ByteSource },
  member: ZipMember,
  contents: Contents,
  limits: Limits,
): Promise<ByteSource> {
  const range = await locateZipMember(archive.source, member);
  for (const { code, message, offset } of range.problems)
    contents.observations.push({
      kind: 'malformed',
      code,
      message,
      member: member.name,
      ...(offset !== undefined && { offset }),
    });
  // Readers that believe the other header get other bytes.
  if (range.problems.length > 0) {
    const claimed = { start: member.headerOffset, end: Math.min(archive.source.size, range.end + CONTRADICTED_BYTES) };
    await addHiddenPickles(contents, archive.source, claimed, { member: member.name, base: 0 }, limits);
  }
  if (member.isEncrypted && !isReallyEncrypted(member)) {
    contents.observations.push({
      kind: 'malformed',
      code: 'zip-structure',
      message: 'expected an encrypted member as its flag says, found a readable one',
      member: member.name,
      offset: member.headerOffset,
    });
  }
  return openLocated(archive.source, member, range, limits);
}
