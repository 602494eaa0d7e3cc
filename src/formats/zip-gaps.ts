import { firstNonZero } from '../bytes/first-non-zero.js';
import { FormatError } from '../bytes/format-error.js';
import type { Limits } from '../bytes/limits.js';
import type { ByteSource } from '../bytes/source.js';
import { locateZipMember, type ZipDirectory, type ZipMemberRange } from '../containers/zip.js';
import { LOCAL_HEADER_BYTES } from '../containers/zip-member.js';
import type { Contents } from './format.js';
import { addHiddenPickles } from './hidden-pickles.js';

/**
 * Bytes behind a member that alignment (64), a local extra field and a data descriptor (24) explain: no header has to be
 * read to know it. APPNOTE 4.3.9, and torch's padding in the extra field of the next header.
 */
const ORDINARY_SLACK = 160;
const DESCRIPTOR_BYTES = 24;
/** Gaps that are looked into. */
const MOST_GAPS = 32;
/** Zeros align members to blocks of this size at most; more of them, or other bytes, are something else. */
const LONGEST_PADDING = 1 << 16;

/** PK 03 04: a local header. */
const LOCAL = Buffer.from('PK\x03\x04', 'latin1');

interface Gap {
  start: number;
  end: number;
  /** Offset of the first byte that is not zero; `end` where all are. */
  first: number;
  /** Null for extra fields: writers align what follows with them. */
  where: string | null;
}

/** Looks into comments and extra fields, and into bytes before, between and behind the members, which no reader of the directory gets to see. */
export async function addZipGaps(
  contents: Contents,
  source: ByteSource,
  directory: ZipDirectory,
  limits: Limits,
): Promise<void> {
  const behind = source.size - directory.trailing;
  const comment = { start: behind - directory.comment, end: behind };
  for (const range of [comment, directory.fields])
    if (range) await addHiddenPickles(contents, source, range, { base: 0 }, limits);
  let count = 0;
  for await (const { start, end, first, where } of gapsOf(source, directory)) {
    if (where !== null && ++count > MOST_GAPS) {
      contents.observations.push({
        kind: 'unread',
        code: 'resource-limit',
        message: `expected at most ${MOST_GAPS} gaps between members, found more`,
      });
      return;
    }
    await addHiddenPickles(contents, source, { start: first, end }, { base: 0 }, limits);
    if (where === null) continue;
    contents.observations.push({
      kind: 'unaccounted',
      code: 'unaccounted-bytes',
      message: `expected nothing ${where}, found ${end - start} bytes`,
      offset: start,
    });
    // Readers that go from header to header, as streaming ones do, find a member that the directory does not name.
    if (Buffer.from(await source.read(first, Math.min(end, first + 4))).equals(LOCAL))
      contents.observations.push({
        kind: 'malformed',
        code: 'zip-structure',
        message: 'expected every member in the directory, found the local header of another one',
        offset: first,
      });
  }
}

/** What lies behind and before the archive first, since that costs nothing to hide; then what lies behind each member. */
async function* gapsOf(source: ByteSource, directory: ZipDirectory): AsyncGenerator<Gap> {
  const behind = await gapOf(source, source.size - directory.trailing, source.size, 'behind the archive');
  if (behind) yield behind;
  const before = await gapOf(source, 0, directory.prefix, 'before the archive');
  if (before) yield before;
  const members = directory.members
    .filter(({ headerOffset }) => headerOffset >= 0 && headerOffset < directory.start)
    .sort((a, b) => a.headerOffset - b.headerOffset);
  for (const [i, member] of members.entries()) {
    const next = members[i + 1]?.headerOffset ?? directory.start;
    const least = member.headerOffset + LOCAL_HEADER_BYTES + Buffer.byteLength(member.name) + member.compressedSize;
    if (next - least <= ORDINARY_SLACK) continue;
    const range = await rangeOf(source, member);
    if (range === null) continue;
    const name = member.headerOffset + LOCAL_HEADER_BYTES + Buffer.byteLength(member.name);
    if (range.start - name > ORDINARY_SLACK) yield { start: name, end: range.start, first: name, where: null };
    const start = range.end;
    if (next - start <= DESCRIPTOR_BYTES) continue;
    const gap = await gapOf(source, start, next, `behind ${JSON.stringify(member.name)}`);
    if (gap) yield gap;
  }
}

/** Where a member's bytes lie; null where its header is no header, which is told where it is opened. */
async function rangeOf(source: ByteSource, member: ZipDirectory['members'][number]): Promise<ZipMemberRange | null> {
  try {
    return await locateZipMember(source, member);
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return null;
  }
}

/** Null for nothing and for zeros that align what follows. */
async function gapOf(source: ByteSource, start: number, end: number, where: string): Promise<Gap | null> {
  const first = await firstNonZero(source, start, end);
  return first === end && end - start <= LONGEST_PADDING ? null : { start, end, first, where };
}
