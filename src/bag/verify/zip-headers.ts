import { FormatError } from '../../bytes/format-error.js';
import type { ByteSource } from '../../bytes/source.js';
import {
  localFieldProblems,
  orderOf,
  type ZipListing,
  type ZipMember,
  type ZipMemberRange,
  type ZipProblem,
} from '../../containers/zip.js';
import { type BagProblem, type BagProblemKind, problem, splitMessage } from './problem.js';

const KINDS: Partial<Record<ZipProblem['code'], BagProblemKind>> = {
  'duplicate-key': 'duplicate-member',
  'path-escape': 'path-escape',
  symlink: 'symlink',
  'resource-limit': 'resource-limit',
  encrypted: 'unreadable',
};

/** What a reader of zips tells, as a problem of the bag. */
export const zipProblem = ({ code, message, member }: ZipProblem): BagProblem =>
  problem(member ?? '', KINDS[code] ?? 'zip-structure', ...splitMessage(message));

export const crcText = (crc: number): string => `CRC-32 ${crc.toString(16).padStart(8, '0')}`;

/** General purpose flags (APPNOTE 4.4.4) that say how the content is to be read. */
const ENCRYPTED = 1;
const DESCRIPTOR = 1 << 3;
const PATCHED = 1 << 5;
const STRONGLY_ENCRYPTED = 1 << 6;
const UTF8_NAMES = 1 << 11;
const MASKED = 1 << 13;
const UNREADABLE = ENCRYPTED | PATCHED | STRONGLY_ENCRYPTED | MASKED;

/**
 * Throws FormatError where the directory says that the content is none that can be read as it is: unzip, 7-Zip and Python then open
 * nothing, though the bytes may be those of the manifest.
 */
export function checkReadable({ name, flags, headerOffset }: ZipMember): void {
  if ((flags & UNREADABLE) === 0) return;
  const found = flags & PATCHED ? 'a patch of another file' : 'it encrypted';
  throw new FormatError(
    'encrypted',
    `expected readable content of ${JSON.stringify(name)}, found ${found}`,
    headerOffset,
  );
}

/**
 * Where each member must end, by its number: at the next one, or at the directory. What lies between belongs to nobody, and a streaming
 * reader would see it as members that the directory does not have.
 */
export function endsOf({ entries, start }: ZipListing): Float64Array {
  const { length, offsets } = entries;
  const ends = new Float64Array(length);
  let end = start;
  let next = start;
  for (const number of orderOf(entries).reverse()) {
    const offset = offsets[number] as number;
    // Two entries may share one place.
    if (next > offset) end = next;
    ends[number] = end;
    next = offset;
  }
  return ends;
}

/** Contradictions of what lies around the content with the directory, and with the place of the next member. */
export async function headerProblems(
  source: ByteSource,
  range: ZipMemberRange,
  member: ZipMember,
  end: number,
): Promise<BagProblem[]> {
  const found = [...range.problems, ...(await localFieldProblems(source, member, range))].map((each) =>
    zipProblem(each),
  );
  const wrong = (expected: string, other: string): void => {
    found.push(problem(member.name, 'zip-structure', expected, other));
  };
  const meant = UNREADABLE | DESCRIPTOR | (/[^\0-\x7f]/.test(member.name) ? UTF8_NAMES : 0);
  if (((range.flags ^ member.flags) & meant) !== 0)
    wrong(`the flags ${hex(member.flags)} of the directory in the local header`, hex(range.flags));
  const gap = end - range.end;
  if ((member.flags & DESCRIPTOR) === 0 || gap < 0) {
    if (gap !== 0) wrong(`the member to end at ${end}`, `${range.end}`);
  } else if (!DESCRIPTOR_BYTES.has(gap) && !(gap === 0 && member.isDirectory))
    wrong('a data descriptor behind the content', `${gap} bytes`);
  else if (gap > 0 && !isDescriptor(await source.read(range.end, end), member))
    wrong('the CRC and the sizes of the directory behind the content', 'others');
  return found;
}

const hex = (flags: number): string => `0x${flags.toString(16)}`;

/** CRC and two sizes of 4 or 8 bytes, with a signature or without (APPNOTE 4.3.9). */
const DESCRIPTOR_BYTES: ReadonlySet<number> = new Set([12, 16, 20, 24]);
const DESCRIPTOR_SIGNATURE = 0x08074b50;

function isDescriptor(bytes: Uint8Array, { crc32, compressedSize, size }: ZipMember): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isSigned = bytes.length % 8 === 0;
  if (isSigned && view.getUint32(0, true) !== DESCRIPTOR_SIGNATURE) return false;
  const start = isSigned ? 4 : 0;
  const isWide = bytes.length >= 20;
  const sizeAt = (at: number): bigint => (isWide ? view.getBigUint64(at, true) : BigInt(view.getUint32(at, true)));
  const held = (value: number): bigint => BigInt.asUintN(isWide ? 64 : 32, BigInt(value));
  return (
    view.getUint32(start, true) === crc32 &&
    sizeAt(start + 4) === held(compressedSize) &&
    sizeAt(start + (isWide ? 12 : 8)) === held(size)
  );
}
