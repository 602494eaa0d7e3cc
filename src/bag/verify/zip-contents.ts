import { pipeline } from 'node:stream';
import { crc32, createInflateRaw } from 'node:zlib';
import { FormatError } from '../../bytes/format-error.js';
import type { Limits } from '../../bytes/limits.js';
import { type ByteSource, type OpenByteSource, subSource } from '../../bytes/source.js';
import {
  locateZipMember,
  openZipMember,
  readZipDirectory,
  type ZipDirectory,
  type ZipMember,
  type ZipProblem,
} from '../../containers/zip.js';
import { aheadChunks } from '../read-checked.js';
import type { BagContents, BagFile } from './contents.js';
import { type BagProblem, type BagProblemKind, problem } from './problem.js';

/** All members together may inflate to this many times the zip, and a floor for small ones: text rarely exceeds 20. */
const TOTAL_RATIO = 100;
const TOTAL_FLOOR = 1 << 30;
const STORED = 0;
const DEFLATED = 8;

const KINDS: Partial<Record<ZipProblem['code'], BagProblemKind>> = {
  'duplicate-key': 'duplicate-member',
  'path-escape': 'path-escape',
  symlink: 'symlink',
  'resource-limit': 'resource-limit',
  encrypted: 'unreadable',
};

/** Opens a zip as a bag, without unpacking. Throws FormatError where its directory cannot be read at all. */
export async function zipContents(source: OpenByteSource, limits: Limits): Promise<BagContents> {
  const directory = await readZipDirectory(source, limits);
  const problems = directory.problems.map((found) => zipProblem(found));
  problems.push(...strayBytes(directory), ...excessiveSize(directory, source));
  const trusted = problems.every((found) => found.kind !== 'resource-limit');
  const files = new Map<string, BagFile>();
  for (const member of directory.members) {
    if (member.isDirectory || files.has(member.name)) continue;
    files.set(member.name, zipFile(source, member, limits, problems, trusted));
  }
  return { files, problems, close: () => source.close() };
}

function zipFile(
  source: ByteSource,
  member: ZipMember,
  limits: Limits,
  problems: BagProblem[],
  trusted: boolean,
): BagFile {
  return {
    size: member.size,
    open: () => openZipMember(source, member, limits),
    async *chunks() {
      const range = await locateZipMember(source, member);
      problems.push(...range.problems.map((found) => zipProblem(found)));
      const stored = subSource(source, range.start, range.end);
      if (!trusted && member.method !== STORED)
        throw new FormatError('resource-limit', 'expected members within the limits together, found more');
      let crc = 0;
      let length = 0;
      for await (const chunk of contentOf(stored, member, limits)) {
        crc = crc32(chunk, crc);
        length += chunk.length;
        if (length > member.size) break;
        yield chunk;
      }
      if (length !== member.size)
        throw new FormatError(
          'zip-structure',
          `expected ${member.size} bytes, found ${length > member.size ? 'more' : length}`,
        );
      if (crc !== member.crc32) problems.push(problem(member.name, 'crc', hex(member.crc32), hex(crc)));
    },
  };
}

function contentOf(stored: ByteSource, member: ZipMember, limits: Limits): AsyncIterable<Uint8Array> {
  if (member.method === STORED) return aheadChunks(stored);
  if (member.method !== DEFLATED)
    throw new FormatError('unsupported', `expected a stored or deflated member, found method ${member.method}`);
  if (member.size > Math.max(1 << 16, stored.size * limits.inflationRatio))
    throw new FormatError(
      'resource-limit',
      `expected at most ${limits.inflationRatio} bytes for each compressed byte, found ${member.size} from ${stored.size}`,
    );
  return inflated(stored);
}

/** Inflates chunk by chunk; whoever reads stops at the declared size, so that no more is inflated than a chunk beyond it. */
async function* inflated(stored: ByteSource): AsyncGenerator<Uint8Array> {
  const inflate = createInflateRaw({ chunkSize: 1 << 18 });
  try {
    // Errors reach the consumer through the stream itself.
    for await (const chunk of pipeline(aheadChunks(stored), inflate, () => {})) yield chunk as Uint8Array;
  } catch (error) {
    throw error instanceof FormatError
      ? error
      : new FormatError(
          'invalid-structure',
          `expected a deflate stream, found ${(error as Error).message}`,
          undefined,
          {
            cause: error,
          },
        );
  }
}

const zipProblem = ({ code, message, member }: ZipProblem): BagProblem => {
  const [expected, found] = splitMessage(message);
  return problem(member ?? '', KINDS[code] ?? 'zip-structure', expected, found);
};

/** "expected X, found Y" as its two halves. */
export function splitMessage(message: string): [string, string] {
  const match = /^expected (.*), found (.*?)(?: at offset \d+)?$/s.exec(message);
  return match ? [match[1] ?? '', match[2] ?? ''] : ['', message];
}

/** Bytes before the first and behind the last record belong to no member: nothing vouches for them. */
function* strayBytes(directory: ZipDirectory): Generator<BagProblem> {
  if (directory.prefix > 0)
    yield problem(
      '',
      'zip-structure',
      'a zip that begins with its first member',
      `${directory.prefix} bytes before it`,
    );
  if (directory.trailing > 0)
    yield problem('', 'zip-structure', 'a zip that ends with its directory', `${directory.trailing} bytes behind it`);
}

function* excessiveSize(directory: ZipDirectory, source: ByteSource): Generator<BagProblem> {
  const declared = directory.members.reduce((sum, member) => sum + member.size, 0);
  const maximum = Math.max(TOTAL_FLOOR, source.size * TOTAL_RATIO);
  if (declared > maximum)
    yield problem('', 'resource-limit', `at most ${maximum} bytes in all members together`, `${declared} declared`);
}

const hex = (crc: number): string => `CRC-32 ${crc.toString(16).padStart(8, '0')}`;
