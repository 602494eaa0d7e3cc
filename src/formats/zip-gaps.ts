import { FormatError } from '../bytes/format-error.js';
import type { Limits } from '../bytes/limits.js';
import { type ByteSource, subSource } from '../bytes/source.js';
import { readPickles } from '../containers/pickle.js';
import { locateZipMember, type ZipDirectory } from '../containers/zip.js';
import type { Contents } from './format.js';
import { addPickle } from './pickle-contents.js';
import { isPlausibleName } from './pickle-recognition.js';

/**
 * Bytes behind a member that alignment (64), a local extra field and a data descriptor (24) explain: no header has to be
 * read to know it. APPNOTE 4.3.9, and torch's padding in the extra field of the next header.
 */
const ORDINARY_SLACK = 160;
const LOCAL_BYTES = 30;
const DESCRIPTOR_BYTES = 24;
/** Gaps that are looked into; a file with more is told so by the first ones. */
const MOST_GAPS = 32;
/** Members up to here are compared with their neighbors. */
const MOST_MEMBERS = 100_000;

interface Gap {
  start: number;
  end: number;
  where: string;
}

/** Looks into bytes between members and behind the archive, which no reader of the directory gets to see. */
export async function addZipGaps(
  contents: Contents,
  source: ByteSource,
  directory: ZipDirectory,
  limits: Limits,
): Promise<void> {
  const gaps = await gapsOf(source, directory);
  for (const { start, end, where } of gaps.slice(0, MOST_GAPS)) {
    if (await isPadding(source, start, end)) continue;
    contents.observations.push({
      kind: 'unaccounted',
      code: 'unaccounted-bytes',
      message: `expected nothing ${where}, found ${end - start} bytes`,
      offset: start,
    });
    for (const pickle of await readPickles(subSource(source, start, end), 0, { limits }))
      if ([...pickle.globals.keys()].some(isPlausibleName))
        addPickle(contents, { ...pickle, problems: [] }, { base: start });
  }
}

async function gapsOf(source: ByteSource, directory: ZipDirectory): Promise<Gap[]> {
  const members = directory.members
    .filter(({ headerOffset }) => headerOffset >= 0 && headerOffset < directory.start)
    .sort((a, b) => a.headerOffset - b.headerOffset)
    .slice(0, MOST_MEMBERS);
  const gaps: Gap[] = [];
  for (const [i, member] of members.entries()) {
    const next = members[i + 1]?.headerOffset ?? directory.start;
    const least = member.headerOffset + LOCAL_BYTES + Buffer.byteLength(member.name) + member.compressedSize;
    if (next - least <= ORDINARY_SLACK) continue;
    const start = await endOf(source, member);
    if (start !== null && next - start > DESCRIPTOR_BYTES)
      gaps.push({ start, end: next, where: `behind ${JSON.stringify(member.name)}` });
    if (gaps.length >= MOST_GAPS) break;
  }
  if (directory.trailing > 0)
    gaps.push({ start: source.size - directory.trailing, end: source.size, where: 'behind the archive' });
  return gaps;
}

/** Offset behind a member's bytes; null where its header is no header, which is told where it is opened. */
async function endOf(source: ByteSource, member: ZipDirectory['members'][number]): Promise<number | null> {
  try {
    return (await locateZipMember(source, member)).end;
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return null;
  }
}

/** Zeros align; a page of them is looked at. */
async function isPadding(source: ByteSource, start: number, end: number): Promise<boolean> {
  return (await source.read(start, Math.min(end, start + 4096))).every((byte) => byte === 0);
}
