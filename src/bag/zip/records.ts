/**
 * Records of a stored zip (APPNOTE 6.3.10), little-endian. No data descriptors: sizes and CRC stand in the local header,
 * because streaming readers reject or misread stored members without. No extra fields but zip64's, no comments.
 *
 * zip64 only where a value does not fit. In headers of members exactly 0xffffffff stays in its 32-bit field: readers that find no
 * zip64 field take it as it is, while Info-ZIP rejects the other way of writing it. In the end record the same values, and 65,535
 * entries, mean that a zip64 record must follow: yauzl before version 3 opens no zip without.
 */
const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const END64 = 0x06064b50;
const LOCATOR64 = 0x07064b50;
const MAX32 = 0xffffffff;
const MAX16 = 0xffff;

const LOCAL_BYTES = 30;
const CENTRAL_BYTES = 46;
const END_BYTES = 22;
const END64_BYTES = 56;
const LOCATOR64_BYTES = 20;

/** Host system Unix, specification 6.3: a constant of ours. */
const MADE_BY = (3 << 8) | 63;
const NEEDS_STORED_FILE = 10;
const NEEDS_FOLDER = 20;
const NEEDS_ZIP64 = 45;
const UTF8_NAMES = 0x0800;
const FILE_MODE = 0o100644;
const FOLDER_MODE = 0o040755;
/** MS-DOS attribute of folders. */
const DOS_FOLDER = 0x10;

interface Named {
  name: string;
  size: number;
}
interface Placed extends Named {
  headerOffset: number;
}

/** MS-DOS date and time (two 16-bit fields in one number, time low), without a zone, in steps of two seconds. */
export type DosTime = number;

/** The first day that every zip tool can show in every time zone, in seconds since 1970: the time where nothing tells one. */
export const EARLIEST = Date.UTC(1980, 1, 1) / 1000;
const LATEST = Date.UTC(2107, 11, 31) / 1000;

/** UTC seconds as MS-DOS time, held between 1980-02-01 and 2107-12-31, which every reader can show in every zone. */
export function dosTime(seconds: number): DosTime {
  const date = new Date(Math.min(LATEST, Math.max(EARLIEST, Math.trunc(seconds))) * 1000);
  const day = ((date.getUTCFullYear() - 1980) << 9) | ((date.getUTCMonth() + 1) << 5) | date.getUTCDate();
  const time = (date.getUTCHours() << 11) | (date.getUTCMinutes() << 5) | (date.getUTCSeconds() >> 1);
  return day * 0x10000 + time;
}

export const localHeaderLength = (entry: Named): number =>
  LOCAL_BYTES + Buffer.byteLength(entry.name) + (entry.size > MAX32 ? 20 : 0);

export const centralHeaderLength = (entry: Placed): number => {
  const wide = (entry.size > MAX32 ? 16 : 0) + (entry.headerOffset > MAX32 ? 8 : 0);
  return CENTRAL_BYTES + Buffer.byteLength(entry.name) + (wide > 0 ? 4 + wide : 0);
};

const isWide = (entries: number, offset: number, size: number): boolean =>
  entries >= MAX16 || offset >= MAX32 || size >= MAX32;

export const endLength = (entries: number, offset: number, size: number): number =>
  END_BYTES + (isWide(entries, offset, size) ? END64_BYTES + LOCATOR64_BYTES : 0);

/** Writes a local header at the beginning of `target`. */
export function writeLocalHeader(target: Buffer, entry: Named, crc: number, time: DosTime): void {
  const wide = entry.size > MAX32;
  let at = target.writeUInt32LE(LOCAL);
  at = writeVersionAndFlags(target, at, entry, wide);
  at = writeTimeCrcAndSizes(target, at, entry, crc, time, wide);
  at = target.writeUInt16LE(Buffer.byteLength(entry.name), at);
  at = target.writeUInt16LE(wide ? 20 : 0, at);
  at += target.write(entry.name, at);
  if (wide) writeZip64(target, at, [entry.size, entry.size]);
}

/** Writes an entry of the central directory at the beginning of `target`, whose bytes are 0. */
export function writeCentralHeader(target: Buffer, entry: Placed, crc: number, time: DosTime): void {
  const wideSize = entry.size > MAX32;
  const wideOffset = entry.headerOffset > MAX32;
  const values = [...(wideSize ? [entry.size, entry.size] : []), ...(wideOffset ? [entry.headerOffset] : [])];
  const isFolder = entry.name.endsWith('/');
  let at = target.writeUInt32LE(CENTRAL);
  at = target.writeUInt16LE(MADE_BY, at);
  at = writeVersionAndFlags(target, at, entry, wideSize || wideOffset);
  at = writeTimeCrcAndSizes(target, at, entry, crc, time, wideSize);
  at = target.writeUInt16LE(Buffer.byteLength(entry.name), at);
  at = target.writeUInt16LE(values.length > 0 ? 4 + 8 * values.length : 0, at);
  at += 6; // comment length, disk, internal attributes
  at = target.writeUInt32LE((((isFolder ? FOLDER_MODE : FILE_MODE) << 16) | (isFolder ? DOS_FOLDER : 0)) >>> 0, at);
  at = target.writeUInt32LE(wideOffset ? MAX32 : entry.headerOffset, at);
  at += target.write(entry.name, at);
  if (values.length > 0) writeZip64(target, at, values);
}

/** End of the central directory, with the zip64 records where a value needs them. */
export function endRecords(entries: number, offset: number, size: number): Buffer {
  const end = Buffer.alloc(endLength(entries, offset, size));
  const at = isWide(entries, offset, size) ? writeEnd64(end, entries, offset, size) : 0;
  end.writeUInt32LE(END, at);
  end.writeUInt16LE(Math.min(entries, MAX16), at + 8);
  end.writeUInt16LE(Math.min(entries, MAX16), at + 10);
  end.writeUInt32LE(Math.min(size, MAX32), at + 12);
  end.writeUInt32LE(Math.min(offset, MAX32), at + 16);
  return end;
}

function writeEnd64(end: Buffer, entries: number, offset: number, size: number): number {
  end.writeUInt32LE(END64, 0);
  end.writeBigUInt64LE(BigInt(END64_BYTES - 12), 4);
  end.writeUInt16LE(MADE_BY, 12);
  end.writeUInt16LE(NEEDS_ZIP64, 14);
  end.writeBigUInt64LE(BigInt(entries), 24);
  end.writeBigUInt64LE(BigInt(entries), 32);
  end.writeBigUInt64LE(BigInt(size), 40);
  end.writeBigUInt64LE(BigInt(offset), 48);
  end.writeUInt32LE(LOCATOR64, END64_BYTES);
  end.writeBigUInt64LE(BigInt(offset + size), END64_BYTES + 8);
  end.writeUInt32LE(1, END64_BYTES + 16);
  return END64_BYTES + LOCATOR64_BYTES;
}

function writeVersionAndFlags(header: Buffer, at: number, entry: Named, wide: boolean): number {
  const needs = wide ? NEEDS_ZIP64 : entry.name.endsWith('/') ? NEEDS_FOLDER : NEEDS_STORED_FILE;
  const next = header.writeUInt16LE(needs, at);
  return header.writeUInt16LE(Buffer.byteLength(entry.name) === entry.name.length ? 0 : UTF8_NAMES, next);
}

/** Method (0, stored), time, date, CRC, compressed and uncompressed size. */
function writeTimeCrcAndSizes(
  header: Buffer,
  at: number,
  entry: Named,
  crc: number,
  time: DosTime,
  wide: boolean,
): number {
  let next = header.writeUInt16LE(0, at);
  next = header.writeUInt32LE(time, next);
  next = header.writeUInt32LE(crc, next);
  next = header.writeUInt32LE(wide ? MAX32 : entry.size, next);
  return header.writeUInt32LE(wide ? MAX32 : entry.size, next);
}

function writeZip64(header: Buffer, at: number, values: readonly number[]): void {
  let next = header.writeUInt16LE(0x0001, at);
  next = header.writeUInt16LE(8 * values.length, next);
  for (const value of values) next = header.writeBigUInt64LE(BigInt(value), next);
}
