import { Cursor } from '../bytes/cursor.js';
import { FormatError } from '../bytes/format-error.js';
import type { ByteSource } from '../bytes/source.js';
import type { ZipProblem } from './zip-member.js';

const LOCAL = 0x04034b50;
const END = 0x06054b50;
const END64 = 0x06064b50;
const LOCATOR64 = 0x07064b50;
const END_BYTES = 22;
const LOCATOR_BYTES = 20;
const END64_BYTES = 56;
const MAX_COMMENT = 0xffff;

/** Where the central directory lies, as the end records say (APPNOTE 4.3.14 to 4.3.16). */
export interface ZipEnd {
  entries: number;
  /** Declared offset of the central directory, before any shift by bytes in front of the archive. */
  directoryOffset: number;
  directorySize: number;
  /** Offset right after the central directory: of the first end record. */
  endOffset: number;
  /** Bytes of the archive comment. */
  comment: number;
  /** Bytes after the archive comment. */
  trailing: number;
  problems: ZipProblem[];
}

/** Finds the end record by searching backwards through the longest possible comment. Throws `invalid-structure` where there is none. */
export async function readZipEnd(source: ByteSource): Promise<ZipEnd> {
  const tailStart = Math.max(0, source.size - END_BYTES - MAX_COMMENT);
  const tail = await source.read(tailStart, source.size);
  const found = endRecords(tail);
  const at = found[0];
  if (at === undefined) throw await noEndRecord(source);
  const record = new Cursor(tail.subarray(at, at + END_BYTES), tailStart + at);
  record.skip(4);
  const disks = [record.u16(), record.u16()];
  const entries = [record.u16(), record.u16()];
  const directorySize = record.u32();
  const directoryOffset = record.u32();
  const commentLength = record.u16();
  const end: ZipEnd = {
    entries: entries[1] as number,
    directoryOffset,
    directorySize,
    endOffset: tailStart + at,
    comment: commentLength,
    trailing: tail.length - at - END_BYTES - commentLength,
    problems: [],
  };
  // Writers to pipes and tapes (libarchive) fill their last block with zeros, which say nothing.
  const behind = tail.subarray(tail.length - end.trailing);
  if (behind.some((byte) => byte !== 0))
    report(
      end,
      `expected the archive comment (${commentLength} bytes) to end the file, found ${end.trailing} further bytes`,
      end.endOffset,
    );
  if (found.length > 1)
    report(
      end,
      `expected one end record, found ${found.length}: readers may list different members`,
      tailStart + (found[1] as number),
    );
  await applyEnd64(source, end);
  if (end.entries !== 0xffff && entries[0] !== entries[1])
    report(end, `expected one disk, found ${entries[0]} of ${entries[1]} entries on this one`, end.endOffset);
  if (disks.some((disk) => disk !== 0 && disk !== 0xffff))
    throw new FormatError('unsupported', 'expected a zip on one disk, found a part of a split zip', end.endOffset);
  return end;
}

/** A file that begins as a zip was cut; any other is none. */
async function noEndRecord(source: ByteSource): Promise<FormatError> {
  const begins = source.size >= 4 && new Cursor(await source.read(0, 4)).u32() === LOCAL;
  const code = begins ? 'truncated' : 'invalid-structure';
  return new FormatError(code, 'expected a zip end record in the last 65,557 bytes, found none', source.size);
}

/** Positions of end signatures, last first; records whose comment runs past the end of the file are not end records. */
function endRecords(tail: Uint8Array): number[] {
  // Nearly every file that is asked is no zip at all, and native search says so at once.
  if (!Buffer.from(tail.buffer, tail.byteOffset, tail.byteLength).includes('PK\x05\x06')) return [];
  const view = new DataView(tail.buffer, tail.byteOffset, tail.byteLength);
  const exact: number[] = [];
  const loose: number[] = [];
  for (let at = tail.length - END_BYTES; at >= 0; at--) {
    if (tail[at] !== 0x50 || view.getUint32(at, true) !== END) continue;
    const rest = tail.length - at - END_BYTES - view.getUint16(at + 20, true);
    if (rest === 0) exact.push(at);
    else if (rest > 0) loose.push(at);
  }
  // Python and miniz both take the last signature; one that leaves bytes behind it counts only where no other fits.
  return exact.length > 0 ? exact : loose.slice(0, 1);
}

/** Replaces the 32-bit values by those of the zip64 record where one is present, as torch and CPython do. */
async function applyEnd64(source: ByteSource, end: ZipEnd): Promise<void> {
  if (end.endOffset < LOCATOR_BYTES) return;
  const locator = new Cursor(
    await source.read(end.endOffset - LOCATOR_BYTES, end.endOffset),
    end.endOffset - LOCATOR_BYTES,
  );
  if (locator.u32() !== LOCATOR64) return;
  locator.skip(4);
  const declared = locator.size64();
  const at = await end64Offset(source, declared, end.endOffset);
  if (at === null)
    throw new FormatError(
      'invalid-structure',
      `expected a zip64 end record at ${declared}, found none`,
      end.endOffset - LOCATOR_BYTES,
    );
  const record = new Cursor(await source.read(at, at + END64_BYTES), at);
  record.skip(24);
  const onDisk = record.size64();
  const entries = record.size64();
  const directorySize = record.size64();
  const directoryOffset = record.size64();
  const contradicts = (small: number, sentinel: number, large: number) => small !== sentinel && small !== large;
  if (
    onDisk !== entries ||
    contradicts(end.entries, 0xffff, entries) ||
    contradicts(end.directorySize, 0xffffffff, directorySize) ||
    contradicts(end.directoryOffset, 0xffffffff, directoryOffset)
  ) {
    report(end, 'expected the zip64 end record to agree with the end record, found other values', at);
  }
  Object.assign(end, { entries, directorySize, directoryOffset, endOffset: at });
}

/** The zip64 record is where the locator says, or, with bytes in front of the archive, right before the locator. */
async function end64Offset(source: ByteSource, declared: number, endOffset: number): Promise<number | null> {
  for (const at of [declared, endOffset - LOCATOR_BYTES - END64_BYTES]) {
    if (at < 0 || at + END64_BYTES > source.size) continue;
    if (new Cursor(await source.read(at, at + 4)).u32() === END64) return at;
  }
  return null;
}

const report = (end: ZipEnd, message: string, offset: number): void => {
  end.problems.push({ code: 'zip-structure', message, offset });
};
