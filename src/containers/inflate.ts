import { pipeline } from 'node:stream/promises';
import { crc32, createGunzip, createInflate, createInflateRaw } from 'node:zlib';
import { firstNonZero } from '../bytes/first-non-zero.js';
import { FormatError } from '../bytes/format-error.js';
import type { Limits } from '../bytes/limits.js';
import { type ByteSource, chunks, subSource } from '../bytes/source.js';
import { heldSource } from './held-source.js';

/** What decompression yielded, up to the first problem. */
export interface Decompressed {
  source: ByteSource;
  /** Bytes of the input that the stream used. */
  consumed: number;
  /** Why it stopped before the end of the stream, if it did. */
  problem?: FormatError;
}

const INPUT_CHUNK = 1 << 16;
const ZLIB_HEADER_BYTES = 2;
/** Magic number, method, flags, time and system at the beginning of a gzip member. */
const GZIP_HEADER_BYTES = 10;
/** Checksum and size behind a gzip member. */
const GZIP_TRAILER_BYTES = 8;
/** Members read one by one; each takes a decompressor of its own. */
const MOST_MEMBERS = 1_000;
/** An extra field has up to 64 KiB; names and comments are short. */
const LONGEST_GZIP_HEADER = 1 << 17;
/** Output that no one needs protection from: arrays of zeros compress far beyond any ratio. */
const HARMLESS_BYTES = 16 << 20;
const ENGINES = { gzip: createGunzip, zlib: createInflate, raw: createInflateRaw } as const;

/** Inflates a gzip, zlib or raw deflate stream into memory and stops at the limits; what was inflated until then is kept. */
export async function inflate(kind: keyof typeof ENGINES, source: ByteSource, limits: Limits): Promise<Decompressed> {
  const whole = await inflateAtOnce(kind, source, limits);
  const { problem } = whole;
  if (kind === 'raw' || problem?.code === 'resource-limit') return whole;
  if (problem === undefined && (kind === 'zlib' || whole.consumed >= source.size)) return whole;
  // zlib hands out nothing of the step in which it meets a wrong checksum or bytes behind the stream. Python does.
  const again =
    kind === 'gzip' ? await inflateMembers(source, limits) : { ...whole, ...(await unchecked(source, limits)) };
  return again.source.size >= whole.source.size ? again : whole;
}

/** Members of a gzip stream, one by one. */
async function inflateMembers(source: ByteSource, limits: Limits): Promise<Decompressed> {
  const parts: Uint8Array[] = [];
  let at = 0;
  let left = limits.inflatedBytes;
  let problem: FormatError | undefined;
  for (let members = 0; at < source.size && problem === undefined && members < MOST_MEMBERS; members++) {
    const header = gzipHeaderBytes(await source.read(at, Math.min(source.size, at + LONGEST_GZIP_HEADER)));
    if (header === null) break;
    const start = Math.min(source.size, at + header);
    const member = await inflateAtOnce('raw', subSource(source, start, source.size), {
      ...limits,
      inflatedBytes: left,
    });
    const bytes = await member.source.read(0, member.source.size);
    parts.push(bytes);
    left -= bytes.length;
    at = start + member.consumed;
    problem = member.problem ?? (await wrongChecksum(source, at, bytes));
    // Zeros between members are padding.
    if (problem === undefined)
      at = await firstNonZero(source, Math.min(source.size, at + GZIP_TRAILER_BYTES), source.size);
  }
  if (at < source.size && problem === undefined && parts.length === MOST_MEMBERS)
    problem = new FormatError(
      'resource-limit',
      `expected at most ${MOST_MEMBERS} damaged gzip members, found more`,
      at,
    );
  return { source: heldSource(parts), consumed: at, ...(problem && { problem }) };
}

async function wrongChecksum(source: ByteSource, at: number, bytes: Uint8Array): Promise<FormatError | undefined> {
  const trailer = Buffer.from(await source.read(Math.min(at, source.size), Math.min(source.size, at + 4)));
  if (trailer.length < 4)
    return new FormatError('truncated', 'expected the checksum of the stream, found the end of the bytes', at);
  if (trailer.readUInt32LE(0) === crc32(bytes)) return undefined;
  return new FormatError('invalid-structure', 'expected the checksum of the inflated bytes, found another', at);
}

/** What a zlib stream holds, whatever its checksum says. */
async function unchecked(source: ByteSource, limits: Limits): Promise<Pick<Decompressed, 'source'>> {
  const stream = subSource(source, Math.min(ZLIB_HEADER_BYTES, source.size), source.size);
  return { source: (await inflateAtOnce('raw', stream, limits)).source };
}

/** Where the first member of a gzip stream keeps a name, a comment and what else it likes, which no reader looks at; null where nowhere. */
export async function gzipFields(source: ByteSource): Promise<{ start: number; end: number } | null> {
  const end = gzipHeaderBytes(await source.read(0, Math.min(source.size, LONGEST_GZIP_HEADER))) ?? 0;
  return end > GZIP_HEADER_BYTES ? { start: GZIP_HEADER_BYTES, end: Math.min(end, source.size) } : null;
}

/** Bytes before the deflate stream of a gzip member (RFC 1952 2.3); null where it is none. */
function gzipHeaderBytes(bytes: Uint8Array): number | null {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b || bytes[2] !== 8) return null;
  const flags = bytes[3] ?? 0;
  let at = GZIP_HEADER_BYTES;
  if (flags & 4) at += 2 + (bytes[at] ?? 0) + 256 * (bytes[at + 1] ?? 0);
  for (const text of [8, 16]) if (flags & text) at = bytes.indexOf(0, at) + 1 || bytes.length;
  return flags & 2 ? at + 2 : at;
}

async function inflateAtOnce(kind: keyof typeof ENGINES, source: ByteSource, limits: Limits): Promise<Decompressed> {
  const engine = ENGINES[kind]({ chunkSize: INPUT_CHUNK });
  const parts: Uint8Array[] = [];
  let total = 0;
  const maximum = maximumOutput(source.size, limits);
  let problem: FormatError | undefined;
  try {
    await pipeline(chunks(source, 0, source.size, INPUT_CHUNK), engine, async (output) => {
      for await (const part of output as AsyncIterable<Uint8Array>) {
        total += part.length;
        if (total > maximum) throw overLimit(source.size, total, limits);
        parts.push(part);
      }
    });
  } catch (error) {
    problem = asInflateError(error, engine.bytesWritten);
  }
  const held = heldSource(parts);
  return problem
    ? { source: held, consumed: engine.bytesWritten, problem }
    : { source: held, consumed: engine.bytesWritten };
}

/** Inflates a zip member of declared size. Throws `zip-structure` where the size is another, `truncated`, `invalid-structure`, `resource-limit`. */
export async function inflateRaw(source: ByteSource, declaredSize: number, limits: Limits): Promise<ByteSource> {
  if (declaredSize > maximumOutput(source.size, limits)) throw overLimit(source.size, declaredSize, limits);
  const { source: held, problem } = await inflate('raw', source, {
    ...limits,
    inflatedBytes: Math.min(limits.inflatedBytes, declaredSize),
  });
  if (problem && !(problem.code === 'resource-limit' && held.size < limits.inflatedBytes)) throw problem;
  if (problem || held.size !== declaredSize)
    throw new FormatError(
      'zip-structure',
      `expected ${declaredSize} inflated bytes, found ${problem ? 'more' : held.size}`,
    );
  return held;
}

/** Most bytes that `compressed` bytes may yield: the smaller of both limits; little output is not held to the ratio. */
export const maximumOutput = (compressed: number, limits: Limits): number =>
  Math.min(limits.inflatedBytes, Math.max(HARMLESS_BYTES, compressed * limits.inflationRatio));

/** The error for output beyond the limits, with value and maximum. */
export function overLimit(compressed: number, found: number, limits: Limits): FormatError {
  if (found > limits.inflatedBytes)
    return new FormatError(
      'resource-limit',
      `expected at most ${limits.inflatedBytes} decompressed bytes, found ${found} or more`,
    );
  return new FormatError(
    'resource-limit',
    `expected at most ${limits.inflationRatio} bytes for each compressed byte, found ${found} from ${compressed}`,
  );
}

/** A FormatError of whatever zlib threw; errors that are not about the bytes are thrown on. */
export function asInflateError(error: unknown, offset: number): FormatError {
  if (error instanceof FormatError) return error;
  const { code = '' } = error as NodeJS.ErrnoException;
  if (code === 'Z_BUF_ERROR')
    return new FormatError(
      'truncated',
      'expected the end of the compressed stream, found the end of the bytes',
      offset,
      { cause: error },
    );
  if (code === 'Z_DATA_ERROR' || code === 'Z_NEED_DICT') {
    return new FormatError(
      'invalid-structure',
      `expected a deflate stream, found ${(error as Error).message}`,
      offset,
      { cause: error },
    );
  }
  throw error;
}
