import { append } from '../bytes/append.js';
import { firstNonZero } from '../bytes/first-non-zero.js';
import { FormatError } from '../bytes/format-error.js';
import type { Limits } from '../bytes/limits.js';
import { type ByteSource, subSource } from '../bytes/source.js';
import { escapes } from './zip.js';

/** A member of a tar archive. */
export interface TarMember {
  name: string;
  /** A hard link to a file before it is that file. */
  kind: 'file' | 'directory' | 'symlink' | 'hardlink' | 'other';
  /** Target of a link. */
  link: string;
  /** Offset of the content. */
  start: number;
  size: number;
  headerOffset: number;
  /** It has holes that are not in the archive: the content is what lies between them. */
  isSparse?: true;
}

/** A name or link that no honest writer makes. */
export interface TarProblem {
  code: 'path-escape' | 'symlink' | 'duplicate-key' | 'truncated' | 'invalid-structure' | 'resource-limit';
  message: string;
  member?: string;
  offset: number;
}

export interface TarDirectory {
  members: TarMember[];
  problems: TarProblem[];
  /** Offset behind the end of the archive, or of what is no header: whatever follows is no member. */
  end: number;
}

/** Headers and contents lie in blocks of so many bytes. */
const BLOCK = 512;
/** Long names and pax records are small; larger ones are no names. */
const MAX_RECORD = 1 << 20;
/** Types that have no content, whatever size their header says; any other, known or not, is extracted as a file. */
const KINDS: Readonly<Record<string, TarMember['kind']>> = {
  '1': 'hardlink',
  '2': 'symlink',
  '3': 'other',
  '4': 'other',
  '5': 'directory',
  '6': 'other',
};
/** Records that describe the members behind them: pax, pax of Solaris, pax for all, GNU's long names and links. */
const RECORDS = 'xXgLK';
/** GNU's name of a whole archive: no file, as long as it has no content that others would take for one. */
const LABEL = 'V';
/** GNU's type of a file with holes. */
const SPARSE = 'S';

/**
 * True where the block is a tar header: it has a name, and a checksum that fits. The name may lie in the prefix alone, as some writers
 * have it of a folder whose last segment is long.
 */
export function isTarHeader(block: Uint8Array): boolean {
  if (block.length < BLOCK || !mayBeOctal(block[148] as number) || !mayBeOctal(block[149] as number)) return false;
  const header = Buffer.from(block.buffer, block.byteOffset, BLOCK);
  const declared = octal(header.subarray(148, 156));
  let sum = 0;
  for (let i = 0; i < BLOCK; i++) sum += i >= 148 && i < 156 ? 0x20 : (header[i] as number);
  return declared === sum && nameOf(header) !== '';
}

/** True where the source begins with a tar header. */
export const isTar = async (source: ByteSource): Promise<boolean> =>
  isTarHeader(await source.read(0, Math.min(BLOCK, source.size)));

/**
 * Reads the headers of a tar (POSIX.1-1988 ustar, pax, GNU long names), one block for each member. Reading ends with a
 * problem, not with an error, so that the members before it are kept.
 */
export async function readTar(source: ByteSource, limits: Limits): Promise<TarDirectory> {
  const directory: TarDirectory = { members: [], problems: [], end: source.size };
  const files = new Map<string, TarMember>();
  let everywhere: PaxRecords = {};
  let overrides: PaxRecords = {};
  for (let at = 0; at + BLOCK <= source.size; ) {
    const block = Buffer.from(await source.read(at, at + BLOCK));
    if (isZero(block)) {
      const filled = await firstNonZero(source, at + BLOCK, source.size);
      if (filled === source.size) break;
      const next = filled - (filled % BLOCK);
      if (!isTarHeader(await source.read(next, Math.min(next + BLOCK, source.size)))) {
        directory.end = next;
        break;
      }
      // Python stops at the end of the first archive, and goes on where it is told to ignore zeros.
      directory.problems.push({
        code: 'invalid-structure',
        message: 'expected nothing behind the end of the archive, found another archive',
        offset: next,
      });
      at = next;
      continue;
    }
    if (!isTarHeader(block)) {
      directory.problems.push({
        code: 'invalid-structure',
        message: 'expected a tar header, found other bytes',
        offset: at,
      });
      directory.end = at;
      break;
    }
    if (directory.members.length >= limits.members) {
      directory.problems.push({
        code: 'resource-limit',
        message: `expected at most ${limits.members} members, found more`,
        offset: at,
      });
      break;
    }
    const type = block.toString('latin1', 156, 157).replace('\0', '');
    const isRecord = type !== '' && RECORDS.includes(type);
    const kind = KINDS[type] ?? 'file';
    const given = isRecord ? undefined : overrides.size;
    const declared = given === undefined ? octal(block.subarray(124, 136)) : Number(given);
    const size = kind === 'file' ? declared : 0;
    const start = at + BLOCK;
    if (!Number.isSafeInteger(size) || size < 0 || start + size > source.size) {
      directory.problems.push({
        code: 'truncated',
        message: `expected ${size} bytes, found ${source.size - start}`,
        member: nameOf(block),
        offset: at,
      });
      break;
    }
    if (isRecord) {
      if (size > MAX_RECORD)
        throw new FormatError(
          'resource-limit',
          `expected a tar record of at most ${MAX_RECORD} bytes, found ${size}`,
          at,
        );
      const record = Buffer.from(await source.read(start, start + size));
      if (type === 'L') overrides.path = record.toString('utf8').replace(/\0+$/, '');
      else if (type === 'K') overrides.linkpath = record.toString('utf8').replace(/\0+$/, '');
      else if (type === 'g') {
        everywhere = { ...everywhere, ...paxRecords(record) };
        overrides = { ...everywhere, ...overrides };
      } else overrides = { ...overrides, ...paxRecords(record) };
    } else if (type !== LABEL || size > 0) {
      const member: TarMember = {
        name: overrides.sparse ?? overrides.path ?? nameOf(block),
        kind,
        link: overrides.linkpath ?? text(block, 157, 257),
        start,
        size,
        headerOffset: at,
      };
      if (type === SPARSE || overrides.sparse !== undefined) member.isSparse = true;
      const linked = kind === 'hardlink' ? files.get(member.link) : undefined;
      if (linked) Object.assign(member, { kind: 'file', start: linked.start, size: linked.size });
      if (member.kind === 'file' && !files.has(member.name)) files.set(member.name, member);
      directory.members.push(member);
      overrides = { ...everywhere };
    }
    at = start + Math.ceil(size / BLOCK) * BLOCK;
  }
  append(directory.problems, nameProblems(directory.members));
  return directory;
}

const isZero = (bytes: Uint8Array): boolean => bytes.every((byte) => byte === 0);

/** Content of a regular member. */
export const openTarMember = (source: ByteSource, member: TarMember): ByteSource =>
  subSource(source, member.start, member.start + member.size);

function nameProblems(members: readonly TarMember[]): TarProblem[] {
  const problems: TarProblem[] = [];
  const seen = new Set<string>();
  for (const { name, kind, link, headerOffset: offset } of members) {
    const member = name;
    if (escapes(name))
      problems.push({
        code: 'path-escape',
        message: `expected a name inside the archive, found ${JSON.stringify(name)}`,
        member,
        offset,
      });
    if (kind === 'symlink' || kind === 'hardlink')
      problems.push({
        code: 'symlink',
        message: `expected a file, found a link to ${JSON.stringify(link)}`,
        member,
        offset,
      });
    if (kind === 'other')
      problems.push({
        code: 'invalid-structure',
        message: 'expected a file, found a device or a pipe',
        member,
        offset,
      });
    if (seen.has(name) && kind === 'file')
      problems.push({
        code: 'duplicate-key',
        message: `expected unique member names, found ${JSON.stringify(name)} again`,
        member,
        offset,
      });
    seen.add(name);
  }
  return problems;
}

const text = (block: Buffer, start: number, end: number): string => {
  const nul = block.indexOf(0, start);
  return block.toString('utf8', start, nul < 0 || nul > end ? end : nul);
};

function nameOf(block: Buffer): string {
  const prefix = block.toString('latin1', 257, 262) === 'ustar' && block[263] === 0x30 ? text(block, 345, 500) : '';
  const name = text(block, 0, 100);
  return prefix === '' ? name : `${prefix}/${name}`;
}

/** Of the first bytes of a number: digits, blanks before or behind them, the mark of a number in base 256. */
const mayBeOctal = (byte: number): boolean => (byte >= 0x30 && byte <= 0x37) || byte <= 0x20 || byte >= 0x80;

/** Octal digits, or GNU's binary form for large sizes. NaN where it is neither. */
function octal(field: Buffer): number {
  if ((field[0] as number) & 0x80)
    return field.subarray(1).reduce((value, byte) => value * 256 + byte, (field[0] as number) & 0x7f);
  const digits = field
    .toString('latin1')
    .replace(/[\0 ]+$/, '')
    .trim();
  return /^[0-7]*$/.test(digits) ? Number.parseInt(digits || '0', 8) : Number.NaN;
}

/** Of a pax header; `sparse` is the name of a file with holes, whose `path` is made up. */
type PaxRecords = Partial<Record<'path' | 'linkpath' | 'size' | 'sparse', string>>;

/** `length key=value\n` records of a pax header. */
function paxRecords(record: Buffer): PaxRecords {
  const found: PaxRecords = {};
  for (let at = 0; at < record.length; ) {
    const space = record.indexOf(0x20, at);
    const length = Number(record.toString('latin1', at, space));
    if (space < 0 || !Number.isInteger(length) || length <= space - at || at + length > record.length) break;
    const [key, ...value] = record.toString('utf8', space + 1, at + length - 1).split('=');
    if (key === 'path' || key === 'linkpath' || key === 'size') found[key] = value.join('=');
    if (key === 'GNU.sparse.name') found.sparse = value.join('=');
    at += length;
  }
  return found;
}
