import { Cursor } from '../bytes/cursor.js';
import { FormatError } from '../bytes/format-error.js';
import { DEFAULT_LIMITS, type Limits } from '../bytes/limits.js';
import { type ByteSource, memorySource, subSource } from '../bytes/source.js';
import { decompress } from './compression.js';
import { inflateRaw } from './inflate.js';
import { decodeZipName, resolveZip64, unicodePath } from './zip-directory.js';
import { LOCAL_HEADER_BYTES, type ZipMember, type ZipProblem } from './zip-member.js';

export {
  escapes,
  orderOf,
  readZipDirectory,
  readZipEntries,
  type ZipEntries,
  type ZipListing,
} from './zip-directory.js';
export type { ZipDirectory, ZipMember, ZipProblem } from './zip-member.js';

const LOCAL = 0x04034b50;
const MAX32 = 0xffffffff;
/** Flag of members whose CRC and sizes stand behind them. */
const DEFERRED = 8;
const STORED = 0;
const DEFLATED = 8;
/** Methods that Python's own reader decompresses, too (APPNOTE 4.4.5). */
const OTHER_METHODS: ReadonlyMap<number, 'bz2' | 'lzma' | 'zstd' | 'xz'> = new Map([
  [12, 'bz2'],
  [14, 'lzma'],
  [93, 'zstd'],
  [95, 'xz'],
]);
/** Methods that are written by 7-Zip and others and read by few (APPNOTE 4.4.5). */
const UNREAD_METHODS: ReadonlyMap<number, string> = new Map([
  [9, 'Deflate64'],
  [98, 'PPMd'],
]);
const methodName = (method: number): string => {
  const name = UNREAD_METHODS.get(method);
  return name === undefined ? `method ${method}` : `${name} (method ${method})`;
};
/** Version of the SDK, size of the properties, and the properties: what LZMA data in a zip begin with (APPNOTE 5.8). */
const LZMA_HEADER_BYTES = 4;
const LZMA_PROPERTY_BYTES = 5;
/** Set where the end of LZMA data is marked (APPNOTE 4.4.4). */
const END_MARKED = 2;

/** Where a member's bytes lie in the file, as found behind its local header. */
export interface ZipMemberRange {
  start: number;
  end: number;
  /** Flags of the local header: readers of streams go by them. */
  flags: number;
  /** Contradictions between the local header and the central directory. */
  problems: ZipProblem[];
}

/** Reads the local header and compares it with the central directory. Throws `zip-structure` where there is none. */
export async function locateZipMember(source: ByteSource, member: ZipMember): Promise<ZipMemberRange> {
  const at = member.headerOffset;
  if (at < 0 || at + LOCAL_HEADER_BYTES > source.size)
    throw new FormatError(
      'truncated',
      `expected a local header of ${JSON.stringify(member.name)}, found the end of the file`,
      at,
    );
  const headerEnd = at + LOCAL_HEADER_BYTES + Buffer.byteLength(member.name);
  const header = new Cursor(await source.read(at, Math.min(source.size, headerEnd)), at);
  if (header.u32() !== LOCAL)
    throw new FormatError(
      'zip-structure',
      `expected the local header of ${JSON.stringify(member.name)}, found other bytes`,
      at,
    );
  header.skip(2);
  const flags = header.u16();
  const method = header.u16();
  header.skip(4);
  const [crc32, compressedSize, size] = [header.u32(), header.u32(), header.u32()];
  const [nameLength, extraLength] = [header.u16(), header.u16()];
  const start = at + LOCAL_HEADER_BYTES + nameLength + extraLength;
  if (start + member.compressedSize > source.size)
    throw new FormatError(
      'truncated',
      `expected ${member.compressedSize} bytes of ${JSON.stringify(member.name)}, found ${Math.max(0, source.size - start)}`,
      start,
    );
  const differs: string[] = [];
  if (nameLength > header.remaining || decodeZipName(header.take(nameLength)) !== member.name) differs.push('name');
  if (method !== member.method) differs.push('method');
  // With a data descriptor (bit 3) or zip64 the local sizes say nothing.
  const deferred = (flags & DEFERRED) !== 0;
  if (!deferred && size !== MAX32 && (size !== member.size || compressedSize !== member.compressedSize))
    differs.push('size');
  if (!deferred && crc32 !== member.crc32) differs.push('CRC');
  const problems: ZipProblem[] = differs.map((what) => ({
    code: 'zip-structure',
    message: `expected the same ${what} in the local header and the central directory of ${JSON.stringify(member.name)}, found two`,
    member: member.name,
    offset: at,
  }));
  return { start, end: start + member.compressedSize, flags, problems };
}

/**
 * What is wrong with the extra fields of the local header, where readers of streams look for long sizes and for the Unicode name, and
 * unzip for the name where it unpacks: the directory must say the same. Nobody but who asks which names a member may get, and how much
 * of the file others read as its content, needs to read them.
 */
export async function localFieldProblems(
  source: ByteSource,
  member: ZipMember,
  { start, flags }: ZipMemberRange,
): Promise<ZipProblem[]> {
  const at = member.headerOffset;
  const header = new Cursor(await source.read(at + 18, start), at + 18);
  const [declaredCompressed, declared] = [header.u32(), header.u32()];
  const [nameLength] = [header.u16(), header.u16()];
  const name = header.take(nameLength);
  const extra = header.take(header.remaining);
  const problems: ZipProblem[] = [];
  const tell = (message: string): void => {
    problems.push({ code: 'zip-structure', message, member: member.name, offset: at });
  };
  const found = unicodePath(extra, name);
  if (found !== undefined && found !== (member.unicodeName ?? member.name))
    tell(
      `expected the same name in the directory and in the Unicode field of the local header, found ${JSON.stringify(found)}`,
    );
  const [size, compressedSize] = resolveZip64(extra, at, declared, declaredCompressed);
  // Other sizes were compared when the member was located.
  const isWide = declared === MAX32 || declaredCompressed === MAX32;
  if (isWide && (flags & DEFERRED) === 0 && (size !== member.size || compressedSize !== member.compressedSize))
    tell(
      `expected ${member.size} bytes in the zip64 field of the local header, found ${size} (${compressedSize} stored)`,
    );
  return problems;
}

/** True where the encryption flag is set and the sizes fit encrypted content: the flag alone is ignored by torch and others. */
export const isReallyEncrypted = (member: ZipMember): boolean =>
  member.isEncrypted && !(member.method === STORED && member.compressedSize === member.size);

/** Content of a member: stored members are a range of the archive, deflated ones are inflated in memory up to the limits. */
export async function openZipMember(
  source: ByteSource,
  member: ZipMember,
  limits: Limits = DEFAULT_LIMITS,
): Promise<ByteSource> {
  const range = await locateZipMember(source, member);
  return openLocated(source, member, range, limits);
}

/** As `openZipMember`, for a member whose local header was already read. */
export async function openLocated(
  source: ByteSource,
  member: ZipMember,
  range: ZipMemberRange,
  limits: Limits,
): Promise<ByteSource> {
  if (isReallyEncrypted(member))
    throw new FormatError(
      'encrypted',
      `expected readable content of ${JSON.stringify(member.name)}, found it encrypted`,
      member.headerOffset,
    );
  const compressed = subSource(source, range.start, range.end);
  if (member.method === STORED) {
    if (member.size !== member.compressedSize)
      throw new FormatError(
        'zip-structure',
        `expected ${member.size} stored bytes of ${JSON.stringify(member.name)}, found ${member.compressedSize}`,
        range.start,
      );
    return compressed;
  }
  if (member.method === DEFLATED) return inflateRaw(compressed, member.size, limits);
  const kind = OTHER_METHODS.get(member.method);
  if (kind === undefined)
    throw new FormatError(
      'unsupported',
      `expected a member that is stored or compressed by deflate, bzip2, LZMA, zstd or xz, found ${methodName(member.method)}: unpack it with 7-Zip and use the folder`,
      member.headerOffset,
    );
  if (compressed.size > limits.inflatedBytes)
    throw new FormatError(
      'resource-limit',
      `expected at most ${limits.inflatedBytes} compressed bytes, found ${compressed.size}`,
      member.headerOffset,
    );
  return decompress(kind, kind === 'lzma' ? await asLzmaAlone(compressed, member) : compressed, limits);
}

/** The same data as a `.lzma` file: properties, size or all ones, data. */
async function asLzmaAlone(compressed: ByteSource, { size, flags, headerOffset }: ZipMember): Promise<ByteSource> {
  const header = new Cursor(await compressed.read(0, Math.min(LZMA_HEADER_BYTES, compressed.size)), headerOffset);
  header.skip(2);
  const properties = header.u16();
  const start = LZMA_HEADER_BYTES + properties;
  if (properties !== LZMA_PROPERTY_BYTES || start > compressed.size)
    throw new FormatError(
      'invalid-structure',
      `expected 5 bytes of LZMA properties, found ${properties}`,
      headerOffset,
    );
  const rest = await compressed.read(LZMA_HEADER_BYTES, compressed.size);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(flags & END_MARKED ? 0xffffffffffffffffn : BigInt(size));
  return memorySource(
    Buffer.concat([rest.subarray(0, LZMA_PROPERTY_BYTES), length, rest.subarray(LZMA_PROPERTY_BYTES)]),
  );
}

/** Name in the local header at the start of a file; null where there is none. */
export function firstMemberName(head: Uint8Array): string | null {
  if (head.length < LOCAL_HEADER_BYTES) return null;
  const header = new Cursor(head);
  if (header.u32() !== LOCAL) return null;
  header.seek(26);
  const [nameLength] = [header.u16(), header.u16()];
  return nameLength <= header.remaining ? decodeZipName(header.take(nameLength)) : null;
}

/** Offset of the content of the member that begins the file, for files without a directory; null where it is not stored. */
export function firstMemberStart(head: Uint8Array): number | null {
  if (head.length < LOCAL_HEADER_BYTES) return null;
  const header = new Cursor(head);
  if (header.u32() !== LOCAL) return null;
  header.seek(8);
  if (header.u16() !== STORED) return null;
  header.seek(26);
  return LOCAL_HEADER_BYTES + header.u16() + header.u16();
}
