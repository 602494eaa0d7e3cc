import { pipeline } from 'node:stream/promises';
import { createGunzip, createInflate, createInflateRaw } from 'node:zlib';
import { FormatError } from '../bytes/format-error.js';
import type { Limits } from '../bytes/limits.js';
import { type ByteSource, chunks } from '../bytes/source.js';
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
/** Output that no one needs protection from: arrays of zeros compress far beyond any ratio. */
const HARMLESS_BYTES = 16 << 20;
const ENGINES = { gzip: createGunzip, zlib: createInflate, raw: createInflateRaw } as const;

/** Inflates a gzip, zlib or raw deflate stream into memory and stops at the limits; what was inflated until then is kept. */
export async function inflate(kind: keyof typeof ENGINES, source: ByteSource, limits: Limits): Promise<Decompressed> {
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
