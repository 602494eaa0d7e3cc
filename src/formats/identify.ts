import { FormatError } from '../bytes/format-error.js';
import type { Limits } from '../bytes/limits.js';
import type { ByteSource } from '../bytes/source.js';
import { type CompressionKind, decompressPartly, recognizeCompression } from '../containers/compression.js';
import { gzipFields } from '../containers/inflate.js';
import { possibleFormats } from './at-first-sight.js';
import { compressedStream } from './fallbacks.js';
import type { Format, Observation } from './format.js';
import { type Glimpse, glimpse } from './glimpse.js';
import { FALLBACKS, FORMATS } from './registry.js';

/** Which format a file has, by content first. */
export interface Identification {
  format: Format;
  /** Compressions around the format, outermost first. */
  wrappers: string[];
  /** What it was recognized by. */
  basis: string;
  /** Ids of formats that the content also proves and that neither refine nor generalize `format` (a polyglot). */
  alsoRecognizedAs: string[];
  /** Those formats. */
  others: Format[];
  /** Glimpse of the unwrapped content. */
  glimpse: Glimpse;
  /** The unwrapped content. */
  source: ByteSource;
  /** The content as it was given. */
  outermost: ByteSource;
  /** Noticed while unwrapping. */
  remarks: Observation[];
  /** Bytes behind the ends of streams and in fields of their headers, which nobody decompresses. */
  rests: Rest[];
  /** Why unwrapping stopped before the content was known. */
  failure?: FormatError;
}

/** Bytes that no stream explains, that its readers skip, or a broken one; `base` is the offset of the source in the file, undefined inside a stream. */
export interface Rest {
  source: ByteSource;
  start: number;
  end: number;
  base: number | undefined;
}

/** Output that nobody needs protection from, whatever its ratio. */
const HARMLESS_BYTES = 16 << 20;

interface Candidate {
  format: Format;
  certain: boolean;
  basis: string;
}

/**
 * Asks every format. Certain beats possible; of two certain ones the more special wins, and unrelated ones are a
 * polyglot, told in `alsoRecognizedAs`. A possible one needs its extension, else the first in registry order wins.
 * Compressed content is unwrapped and asked again; what lies inside decides.
 */
export async function identify(glimpse: Glimpse, limits: Limits): Promise<Identification> {
  return identifyWithin(glimpse, limits, 0);
}

async function identifyWithin(glimpse: Glimpse, limits: Limits, depth: number): Promise<Identification> {
  const candidates = await recognizeAll(glimpse, FORMATS, limits);
  const compression = candidates.some((c) => c.certain) ? null : recognizeCompression(glimpse.head);
  if (compression) return unwrap(compression, glimpse, limits, depth);
  return choose(candidates, glimpse) ?? identifyFallback(glimpse, limits);
}

/** What lies inside a compressed stream; where that is nothing known, the stream itself. */
async function unwrap(kind: CompressionKind, glimpse: Glimpse, limits: Limits, depth: number): Promise<Identification> {
  const stream: Identification = {
    format: compressedStream(kind),
    wrappers: [],
    basis: `${kind} signature at 0`,
    alsoRecognizedAs: [],
    others: [],
    glimpse,
    source: glimpse.source,
    outermost: glimpse.source,
    remarks: [],
    rests: [],
  };
  if (depth >= limits.nesting) {
    const failure = new FormatError(
      'resource-limit',
      `expected at most ${limits.nesting} streams inside each other, found more`,
    );
    return { ...stream, failure };
  }
  const { source, consumed, problem } = await decompressPartly(kind, glimpse.source, limits);
  // A stream inside a stream multiplies ratios: what comes out is measured against what was given.
  const allowed = Math.max(HARMLESS_BYTES, glimpse.size * limits.inflationRatio);
  const innerLimits = { ...limits, inflatedBytes: Math.min(limits.inflatedBytes, allowed) };
  const inner = await identifyWithin(await glimpseInside(glimpse, source), innerLimits, depth + 1);
  const failure = problem ?? inner.failure;
  const remarks = [...inner.remarks];
  const rests = [...inner.rests];
  const base = depth === 0 ? 0 : undefined;
  const fields = kind === 'gzip' ? await gzipFields(glimpse.source) : null;
  if (fields) rests.push({ source: glimpse.source, ...fields, base });
  // Where reading stopped is not where the last good stream ends.
  if (problem && problem.code !== 'resource-limit')
    rests.push({ source: glimpse.source, start: 0, end: glimpse.size, base });
  if (!problem && consumed < glimpse.size) {
    remarks.push(trailing(kind, glimpse.size - consumed, consumed));
    rests.push({ source: glimpse.source, start: consumed, end: glimpse.size, base });
  }
  const { isModel, isArchive } = inner.format.facts;
  if (isModel === false && !isArchive && !inner.format.ownsCompression)
    return { ...stream, remarks, rests, ...(failure && { failure }) };
  const name = kind === 'zfile' ? 'zlib' : kind;
  return {
    ...inner,
    wrappers: inner.format.ownsCompression ? inner.wrappers : [name, ...inner.wrappers],
    basis: `${inner.basis}, inside ${name}`,
    outermost: glimpse.source,
    remarks,
    rests,
    ...(failure && { failure }),
  };
}

const trailing = (kind: string, bytes: number, offset: number): Observation => ({
  kind: 'unaccounted',
  code: 'unaccounted-bytes',
  message: `expected the end of the ${kind} stream, found ${bytes} more bytes`,
  offset,
});

/** The content of a stream goes by the name of the stream without the compression's own extension. */
const glimpseInside = (outer: Glimpse, content: ByteSource): Promise<Glimpse> =>
  glimpse(outer.path.replace(/\.(?:gz|gzip|bz2|xz|lzma|lz4|zst|zstd|z)$/i, ''), content, async () => [
    ...(await outer.companions()),
  ]);

async function identifyFallback(glimpse: Glimpse, limits: Limits): Promise<Identification> {
  const found = choose(await recognizeAll(glimpse, FALLBACKS, limits), glimpse);
  if (!found) throw new Error('the last fallback format must recognize everything');
  return found;
}

async function recognizeAll(glimpse: Glimpse, formats: readonly Format[], limits: Limits): Promise<Candidate[]> {
  const candidates: Candidate[] = [];
  for (const format of possibleFormats(glimpse, formats)) {
    try {
      const asked = format.recognize(glimpse, limits);
      const recognition = asked instanceof Promise ? await asked : asked;
      if (recognition.certainty !== 'no')
        candidates.push({ format, certain: recognition.certainty === 'certain', basis: recognition.basis });
    } catch (error) {
      // A recognizer that stumbles over the bytes has not recognized them.
      if (!(error instanceof FormatError)) throw error;
    }
  }
  return candidates;
}

function choose(candidates: Candidate[], glimpse: Glimpse): Identification | null {
  const certain = mostSpecial(candidates.filter((c) => c.certain));
  const best = certain[0] ?? bestGuess(mostSpecial(candidates), glimpse);
  if (!best) return null;
  const others = certain.map(({ format }) => format).filter((format) => isForeign(best.format, format));
  return {
    format: best.format,
    wrappers: [],
    basis: best.basis,
    alsoRecognizedAs: others.map(({ id }) => id),
    others,
    glimpse,
    source: glimpse.source,
    outermost: glimpse.source,
    remarks: [],
    rests: [],
  };
}

/** True for a format that is another reading of the same bytes, not another refinement of the same general format. */
const isForeign = (best: Format, other: Format): boolean =>
  other !== best && (other.specializes === undefined || other.specializes !== best.specializes);

/** Candidates that no other candidate refines, in registry order. */
function mostSpecial(candidates: Candidate[]): Candidate[] {
  const byId = new Map(candidates.map((c) => [c.format.id, c.format]));
  const general = new Set<string>();
  for (const { format } of candidates) {
    for (let id = format.specializes, steps = 0; id !== undefined && steps < 8; id = byId.get(id)?.specializes, steps++)
      general.add(id);
  }
  return candidates.filter((c) => !general.has(c.format.id));
}

function bestGuess(candidates: Candidate[], glimpse: Glimpse): Candidate | undefined {
  return candidates.find((c) => c.format.extensions.includes(glimpse.extension)) ?? candidates[0];
}
