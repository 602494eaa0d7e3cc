import { pipeline } from 'node:stream';
import { createInflateRaw, inflateRawSync } from 'node:zlib';
import { append } from '../../bytes/append.js';
import { FormatError } from '../../bytes/format-error.js';
import type { Limits } from '../../bytes/limits.js';
import { type Passed, type PassOptions, pass, passChunks, SHORT_BYTES } from '../../bytes/pass.js';
import { aheadChunks, type ByteSource, type OpenByteSource, subSource } from '../../bytes/source.js';
import {
  escapes,
  locateZipMember,
  openLocated,
  openZipMember,
  readZipEntries,
  type ZipEntries,
  type ZipListing,
  type ZipMember,
  type ZipMemberRange,
} from '../../containers/zip.js';
import type { BagContents, BagFile } from './contents.js';
import { inflatedLimit } from './inflated-limit.js';
import { type BagProblem, problem, readProblem } from './problem.js';
import { checkReadable, crcText, endsOf, headerProblems, zipProblem } from './zip-headers.js';

const STORED = 0;
const DEFLATED = 8;

/** Opens a zip as a bag, without unpacking. Throws FormatError where its directory cannot be read at all. */
export async function zipContents(source: OpenByteSource, limits: Limits): Promise<BagContents> {
  const directory = await readZipEntries(source, limits);
  const { entries } = directory;
  const ends = endsOf(directory);
  const problems = directory.problems.map((found) => zipProblem(found));
  append(problems, strayBytes(directory));
  append(problems, excessiveSize(directory, source));
  append(problems, await folderProblems(source, entries, ends));
  const trusted = problems.every((found) => found.kind !== 'resource-limit');
  const files = new Map<string, BagFile>();
  const folders = new Set<string>();
  const reading: Reading = { source, limits, trusted, entries, ends };
  let i = 0;
  for (const member of entries) {
    const file = new ZipFile(reading, i++);
    const name = unpackedName(member);
    if (escapes(name)) problems.push(problem(name, 'path-escape', 'a name inside the archive', JSON.stringify(name)));
    if (isSpecial(member)) problems.push(problem(name, 'unreadable', 'a regular file', 'a special file'));
    if (member.isDirectory) folders.add(name);
    else if (files.has(name))
      problems.push(problem(name, 'duplicate-member', 'unique member names', `${JSON.stringify(name)} again`));
    else files.set(name, file);
  }
  return { container: 'zip', base: '', files, folders, problems, close: () => source.close() };
}

const FILE_TYPE = 0o170000;
/** Of a symbolic link the reader tells. */
const NOT_SPECIAL: ReadonlySet<number> = new Set([0, 0o100000, 0o120000]);

/** True where libarchive would make a pipe, a device or a folder of what must be a file. */
const isSpecial = ({ mode, isDirectory }: ZipMember): boolean => !isDirectory && !NOT_SPECIAL.has(mode & FILE_TYPE);

/** What the reader tells of names in headers counts for these as well. */
const unpackedName = ({ name, unicodeName }: ZipMember): string => unicodeName ?? name;

interface Reading {
  source: ByteSource;
  limits: Limits;
  /** Nothing is inflated where the members together exceed the limits. */
  trusted: boolean;
  entries: ZipEntries;
  /** Where each must end, by its number. */
  ends: Float64Array;
}

/** A member as a file of the bag. There may be hundreds of thousands: they are no more than numbers in the directory. */
class ZipFile implements BagFile {
  constructor(
    private readonly reading: Reading,
    private readonly number: number,
  ) {}

  get size(): number {
    return this.reading.entries.sizes[this.number] as number;
  }

  private get member(): ZipMember {
    return this.reading.entries.at(this.number);
  }

  open(): Promise<ByteSource> {
    const { member } = this;
    return openZipMember(this.reading.source, member, heldTo(member, this.reading.limits));
  }

  async pass(options: PassOptions): ReturnType<BagFile['pass']> {
    const { member } = this;
    const { source, limits, trusted, ends } = this.reading;
    const range = await locateZipMember(source, member);
    checkReadable(member);
    if (!trusted && member.method !== STORED)
      throw new FormatError('resource-limit', 'expected members within the limits together, found more');
    const passed = await passContent({ source, range, member }, limits, { ...options, crc: true });
    const problems = await headerProblems(source, range, member, ends[this.number] as number);
    if (passed.crc32 !== member.crc32)
      problems.push(problem(member.name, 'crc', crcText(member.crc32), crcText(passed.crc32)));
    return { digests: passed.digests, problems };
  }
}

interface Located {
  source: ByteSource;
  range: ZipMemberRange;
  member: ZipMember;
}

async function passContent({ source, range, member }: Located, limits: Limits, options: PassOptions): Promise<Passed> {
  if (member.method === DEFLATED) {
    const deflated = subSource(source, range.start, range.end);
    checkInflatable(deflated, member, limits);
    const isShort = member.size <= SHORT_BYTES && deflated.size <= SHORT_BYTES;
    const chunks = isShort ? inflatedAtOnce(deflated, member) : inflated(deflated);
    return passChunks(ofSize(chunks, member), options, member.size);
  }
  const content = await openLocated(source, member, range, heldTo(member, limits));
  if (content.size !== member.size) throw wrongSize(member, content.size);
  return pass(content, options);
}

/** The chunks, held to the declared size. */
async function* ofSize(chunks: AsyncIterable<Uint8Array>, member: ZipMember): AsyncGenerator<Uint8Array> {
  let length = 0;
  for await (const chunk of chunks) {
    length += chunk.length;
    if (length > member.size) throw wrongSize(member, 'more');
    yield chunk;
  }
  if (length < member.size) throw wrongSize(member, length);
}

/** Compressed streams have headers, which matter where there is hardly any content. */
const HEADER_BYTES = 64;

/** What is neither stored nor deflated is decompressed in memory, and to no more than it declares. */
const heldTo = ({ size, compressedSize }: ZipMember, limits: Limits): Limits => ({
  ...limits,
  inflatedBytes: Math.min(limits.inflatedBytes, Math.max(size, compressedSize) + HEADER_BYTES),
});

const wrongSize = ({ size }: ZipMember, found: number | string): FormatError =>
  new FormatError('zip-structure', `expected ${size} bytes, found ${found}`);

function checkInflatable(stored: ByteSource, member: ZipMember, limits: Limits): void {
  if (member.size > Math.max(1 << 16, stored.size * limits.inflationRatio))
    throw new FormatError(
      'resource-limit',
      `expected at most ${limits.inflationRatio} bytes for each compressed byte, found ${member.size} from ${stored.size}`,
    );
}

/** A stream costs more than what is short: a bag may have a hundred thousand such members. */
async function* inflatedAtOnce(stored: ByteSource, member: ZipMember): AsyncGenerator<Uint8Array> {
  const bytes = await stored.read(0, stored.size);
  const room = member.size + 1;
  const options = { maxOutputLength: room, chunkSize: Math.max(SMALLEST_CHUNK, room), info: true };
  let content: Inflated;
  try {
    content = inflateRawSync(bytes, options) as unknown as Inflated;
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE'
      ? wrongSize(member, 'more')
      : notDeflated(error);
  }
  yield content.buffer;
  checkEnd(content.engine, stored);
}
/** Of zlib. */
const SMALLEST_CHUNK = 64;

/** What zlib gives when it is asked for `info`, which its types do not know. */
interface Inflated {
  buffer: Uint8Array;
  engine: { bytesWritten: number };
}

/** What lies behind the end of a deflate stream belongs to nobody, and a streaming reader would look for the next member there. */
function checkEnd({ bytesWritten }: Inflated['engine'], { size }: ByteSource): void {
  if (bytesWritten !== size)
    throw new FormatError('zip-structure', `expected ${size} bytes of a deflate stream, found ${bytesWritten}`);
}

/** Inflates chunk by chunk; whoever reads stops at the declared size, so that no more is inflated than a chunk beyond it. */
async function* inflated(stored: ByteSource): AsyncGenerator<Uint8Array> {
  const inflate = createInflateRaw({ chunkSize: 1 << 18 });
  try {
    // Errors reach the consumer through the stream itself.
    for await (const chunk of pipeline(aheadChunks(stored), inflate, () => {})) yield chunk as Uint8Array;
    checkEnd(inflate, stored);
  } catch (error) {
    if (error instanceof FormatError) throw error;
    throw notDeflated(error);
  }
}

const notDeflated = (error: unknown): FormatError =>
  new FormatError('invalid-structure', `expected a deflate stream, found ${(error as Error).message}`, undefined, {
    cause: error,
  });

/** Bytes before the first record belong to no member: nothing vouches for them. Those behind the last one the reader tells itself. */
function* strayBytes(directory: ZipListing): Generator<BagProblem> {
  if (directory.prefix > 0)
    yield problem(
      '',
      'zip-structure',
      'a zip that begins with its first member',
      `${directory.prefix} bytes before it`,
    );
}

/** Folders are never read; their local headers must say what the directory says all the same. */
async function folderProblems(source: ByteSource, entries: ZipEntries, ends: Float64Array): Promise<BagProblem[]> {
  const problems: BagProblem[] = [];
  let i = -1;
  for (const member of entries) {
    i++;
    if (!member.isDirectory) continue;
    try {
      if (member.size !== 0)
        problems.push(problem(member.name, 'zip-structure', 'a folder without content', `${member.size} bytes`));
      const range = await locateZipMember(source, member);
      problems.push(...(await headerProblems(source, range, member, ends[i] as number)));
    } catch (error) {
      problems.push(readProblem(member.name, error));
    }
  }
  return problems;
}

function* excessiveSize({ entries }: ZipListing, source: ByteSource): Generator<BagProblem> {
  const declared = entries.sizes.reduce((sum, size) => sum + size, 0);
  const maximum = inflatedLimit(source.size);
  if (declared > maximum)
    yield problem('', 'resource-limit', `at most ${maximum} bytes in all members together`, `${declared} declared`);
}
