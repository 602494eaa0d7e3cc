import { isUtf8 } from 'node:buffer';
import { crc32 as crc32Of } from 'node:zlib';
import { append } from '../bytes/append.js';
import { Cursor } from '../bytes/cursor.js';
import { FormatError } from '../bytes/format-error.js';
import { DEFAULT_LIMITS, type Limits } from '../bytes/limits.js';
import type { ByteSource } from '../bytes/source.js';
import { readZipEnd, type ZipEnd } from './zip-end.js';
import { LOCAL_HEADER_BYTES, type ZipDirectory, type ZipMember, type ZipProblem } from './zip-member.js';

const CENTRAL = 0x02014b50;
const CENTRAL_BYTES = 46;
const ZIP64_EXTRA = 0x0001;
const UNICODE_PATH_EXTRA = 0x7075;
const UTF8_FLAG = 0x800;
/** Extra fields of archivers (APPNOTE 4.5.2): zip64, NTFS, times, Unix owners and names, Java's mark, encryption. */
const USUAL_EXTRA = new Set([
  ZIP64_EXTRA,
  0x000a,
  0x5455,
  0x5855,
  0x7855,
  0x7875,
  UNICODE_PATH_EXTRA,
  0x6375,
  0xcafe,
  0x9901,
]);
const SYMLINK = 0o120000;
/** The upper half of code page 437, the encoding of names without the UTF-8 flag. */
const CP437 =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0';

/**
 * Reads the central directory, zip64 included. Throws FormatError `invalid-structure` where the bytes are no zip,
 * `truncated` where the directory is cut, `resource-limit` beyond the limits; contradictions are listed in `problems`.
 */
export async function readZipEntries(source: ByteSource, limits: Limits): Promise<ZipListing> {
  const end = await readZipEnd(source);
  if (end.entries > limits.members)
    throw new FormatError(
      'resource-limit',
      `expected at most ${limits.members} zip members, found ${end.entries}`,
      end.endOffset,
    );
  if (end.directorySize > limits.headerBytes)
    throw new FormatError(
      'resource-limit',
      `expected a zip directory of at most ${limits.headerBytes} bytes, found ${end.directorySize}`,
      end.endOffset,
    );
  const start = await directoryStart(source, end);
  const entries = new ZipEntries(await source.read(start, start + end.directorySize), start, end, limits.members);
  const { fields } = entries;
  const problems = [...end.problems, ...entries.problems];
  append(problems, nameProblems(entries));
  append(problems, rangeProblems(entries, start));
  const prefix = entries.offsets.reduce((least, offset) => Math.min(least, offset), start);
  return { entries, start, prefix, fields, comment: end.comment, trailing: end.trailing, problems };
}

/** As `readZipEntries`, with all members at hand. */
export async function readZipDirectory(source: ByteSource, limits: Limits = DEFAULT_LIMITS): Promise<ZipDirectory> {
  const { entries, ...directory } = await readZipEntries(source, limits);
  return { ...directory, members: [...entries] };
}

/** A directory whose members are parsed when they are asked for. */
export type ZipListing = Omit<ZipDirectory, 'members'> & { entries: ZipEntries };

/** Entries of a central directory. They stay the bytes that they are, a third of what they take as objects, until one is asked for. */
export class ZipEntries implements Iterable<ZipMember> {
  readonly problems: ZipProblem[] = [];
  readonly fields: ZipDirectory['fields'] = null;
  /** By number: what is asked of all again and again. */
  readonly offsets: number[] = [];
  readonly sizes: number[] = [];
  readonly #cursor: Cursor;
  /** What is to be added to offsets. */
  readonly #shift: number;
  readonly #positions: number[] = [];

  constructor(bytes: Uint8Array, start: number, end: Pick<ZipEnd, 'entries' | 'directoryOffset'>, most: number) {
    const cursor = new Cursor(bytes, start);
    this.#cursor = cursor;
    this.#shift = start - end.directoryOffset;
    while (cursor.remaining >= 4 && this.length <= most) {
      const { offset, position } = cursor;
      if (cursor.u32() !== CENTRAL) {
        const message = 'expected a central directory entry, found other bytes';
        this.problems.push({ code: 'zip-structure', message, offset });
        break;
      }
      const { member, aside } = parseEntry(cursor, this.#shift, this.problems);
      if (aside) this.fields = { start: this.fields?.start ?? aside.start, end: aside.end };
      this.#positions.push(position);
      this.offsets.push(member.headerOffset);
      this.sizes.push(member.size);
    }
    if (this.length !== end.entries) {
      const message = `expected ${end.entries} members, found ${this.length}`;
      this.problems.push({ code: 'zip-structure', message, offset: start });
    }
  }

  get length(): number {
    return this.#positions.length;
  }

  at(i: number): ZipMember {
    this.#cursor.seek((this.#positions[i] as number) + 4);
    return parseEntry(this.#cursor, this.#shift, []).member;
  }

  *[Symbol.iterator](): Generator<ZipMember> {
    for (let i = 0; i < this.length; i++) yield this.at(i);
  }
}

/** Declared place, or where it must be when bytes stand in front of the archive and offsets were not adjusted. */
async function directoryStart(source: ByteSource, end: ZipEnd): Promise<number> {
  if (end.entries === 0 && end.directorySize === 0) return end.endOffset;
  const implied = end.endOffset - end.directorySize;
  for (const at of [implied, end.directoryOffset]) {
    if (at < 0 || at + CENTRAL_BYTES > source.size) continue;
    if (new Cursor(await source.read(at, at + 4)).u32() === CENTRAL) return at;
  }
  throw new FormatError(
    'invalid-structure',
    `expected a central directory at ${end.directoryOffset}, found other bytes`,
    end.endOffset,
  );
}

/** One entry of the central directory (APPNOTE 4.3.12); the signature is already taken. */
function parseEntry(
  cursor: Cursor,
  shift: number,
  problems: ZipProblem[],
): { member: ZipMember; aside: ZipDirectory['fields'] } {
  const at = cursor.offset - 4;
  const host = cursor.u16() >> 8;
  cursor.skip(2);
  const flags = cursor.u16();
  const method = cursor.u16();
  cursor.skip(4);
  const crc32 = cursor.u32();
  const sizes = [cursor.u32(), cursor.u32()] as [number, number];
  const [nameLength, extraLength, commentLength] = [cursor.u16(), cursor.u16(), cursor.u16()];
  const disk = cursor.u16();
  cursor.skip(2);
  const attributes = cursor.u32();
  const declaredOffset = cursor.u32();
  const nameBytes = cursor.take(nameLength);
  const start = cursor.offset;
  const extra = cursor.take(extraLength);
  cursor.skip(commentLength);
  const aside = commentLength > 0 || hasOtherFields(extra) ? { start, end: cursor.offset } : null;
  const [size, compressedSize, headerOffset] = resolveZip64(extra, at, sizes[1], sizes[0], declaredOffset);
  const name = decodeZipName(nameBytes);
  if (name.includes('\0'))
    problems.push({
      code: 'zip-structure',
      message: 'expected a member name without NUL, found one',
      member: name,
      offset: at,
    });
  if ((flags & UTF8_FLAG) !== 0 && !isUtf8(nameBytes))
    problems.push({
      code: 'zip-structure',
      message: 'expected a member name in UTF-8, found other bytes',
      member: name,
      offset: at,
    });
  // All ones say that a zip64 field tells the disk.
  if (disk !== 0 && disk !== 0xffff)
    problems.push({
      code: 'zip-structure',
      message: `expected every member on the one disk, found ${JSON.stringify(name)} on disk ${disk}`,
      member: name,
      offset: at,
    });
  const unicodeName = unicodePath(extra, nameBytes);
  const other = unicodeName === undefined || unicodeName === name ? undefined : unicodeName;
  // The field is there for names that the header cannot hold.
  if (other !== undefined && ((flags & UTF8_FLAG) !== 0 || !/[^\0-\x7f]/.test(other)))
    problems.push({
      code: 'zip-structure',
      message: `expected the same name in the header and in the Unicode field, found ${JSON.stringify(other)}`,
      member: name,
      offset: at,
    });
  const mode = host === 3 || host === 19 ? attributes >>> 16 : 0;
  if ((mode & 0o170000) === SYMLINK)
    problems.push({ code: 'symlink', message: 'expected a file, found a symbolic link', member: name, offset: at });
  const member = {
    name,
    ...(other !== undefined && { unicodeName: other }),
    method,
    flags,
    crc32,
    compressedSize,
    size,
    headerOffset: headerOffset + shift,
    isDirectory: name.endsWith('/') && size === 0,
    isEncrypted: (flags & 1) !== 0,
    mode,
  };
  return { member, aside };
}

/** Size, compressed size and, in the directory, offset: those that are 0xffffffff come from the zip64 extra field, in this order. */
export function resolveZip64(extra: Uint8Array, offset: number, ...values: number[]): [number, number, number] {
  const resolved = [...values];
  for (const { id, field } of extraFields(extra, offset)) {
    if (id !== ZIP64_EXTRA) continue;
    for (const [i, value] of resolved.entries())
      if (value === 0xffffffff && field.remaining >= 8) resolved[i] = field.size64();
  }
  return [resolved[0] ?? 0, resolved[1] ?? 0, resolved[2] ?? 0];
}

/** The name in the Unicode field, as long as the header has the one that it was made for. */
export function unicodePath(extra: Uint8Array, nameBytes: Uint8Array): string | undefined {
  for (const { id, field } of extraFields(extra, 0)) {
    if (id !== UNICODE_PATH_EXTRA || field.remaining < 5) continue;
    const [version, checksum] = [field.u8(), field.u32()];
    const bytes = field.take(field.remaining);
    if (version === 1 && checksum === crc32Of(nameBytes) && isUtf8(bytes)) return Buffer.from(bytes).toString('utf8');
  }
  return undefined;
}

/** Extra fields by their number (APPNOTE 4.5); bytes that are none, such as padding, come last and have no number. */
function* extraFields(extra: Uint8Array, offset: number): Generator<{ id: number | null; field: Cursor }> {
  const cursor = new Cursor(extra, offset);
  while (cursor.remaining >= 4) {
    const [id, length] = [cursor.u16(), cursor.u16()];
    if (length > cursor.remaining) yield { id: null, field: new Cursor(cursor.take(cursor.remaining), offset) };
    else yield { id, field: new Cursor(cursor.take(length), offset) };
  }
  if (cursor.remaining > 0) yield { id: null, field: cursor };
}

/** True where extra fields hold more than sizes, times, owners and names. */
function hasOtherFields(extra: Uint8Array): boolean {
  for (const { id } of extraFields(extra, 0)) if (id === null || !USUAL_EXTRA.has(id)) return true;
  return false;
}

/** UTF-8 where the bytes are, else code page 437, whatever the flag says. */
export function decodeZipName(bytes: Uint8Array): string {
  if (isUtf8(bytes)) return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');
  return Array.from(bytes, (byte) => (byte < 128 ? String.fromCharCode(byte) : (CP437[byte - 128] as string))).join('');
}

/** Names that leave the folder they are unpacked to, and names that occur twice. */
function nameProblems(members: Iterable<ZipMember>): ZipProblem[] {
  const problems: ZipProblem[] = [];
  const seen = new Set<string>();
  for (const { name, headerOffset } of members) {
    const where = { member: name, offset: headerOffset };
    if (escapes(name))
      problems.push({
        code: 'path-escape',
        message: `expected a name inside the archive, found ${JSON.stringify(name)}`,
        ...where,
      });
    if (seen.has(name))
      problems.push({
        code: 'duplicate-key',
        message: `expected unique member names, found ${JSON.stringify(name)} again`,
        ...where,
      });
    seen.add(name);
  }
  return problems;
}

/** True for absolute names, drive letters and names with `..` segments, on any system. */
export function escapes(name: string): boolean {
  return /^(?:[/\\]|[A-Za-z]:)/.test(name) || name.split(/[/\\]/).includes('..');
}

/** Numbers of the entries in the order of their places in the file. */
export const orderOf = ({ offsets }: ZipEntries): Uint32Array =>
  Uint32Array.from(offsets.keys()).sort((a, b) => (offsets[a] as number) - (offsets[b] as number));

/** Members must lie before the directory and not inside each other, so that together they hold no more than the file. */
function rangeProblems(entries: ZipEntries, start: number): ZipProblem[] {
  const problems: ZipProblem[] = [];
  const order = orderOf(entries);
  let overlaps = 0;
  let declared = 0;
  for (const [i, number] of order.entries()) {
    const { name, headerOffset, compressedSize } = entries.at(number);
    declared += compressedSize;
    const next = entries.offsets[order[i + 1] ?? -1] ?? start;
    if (headerOffset + LOCAL_HEADER_BYTES + compressedSize <= next) continue;
    if (overlaps++ > 0) continue;
    const message = `expected at most ${Math.max(0, next - headerOffset - LOCAL_HEADER_BYTES)} bytes before the next member, found ${compressedSize} declared`;
    problems.push({ code: 'zip-structure', message, member: name, offset: headerOffset });
  }
  if (overlaps > 0 && declared > start) {
    problems.push({
      code: 'resource-limit',
      message: `expected members of at most ${start} bytes together, found ${declared} (they share bytes)`,
      offset: start,
    });
  }
  return problems;
}
