import type { FormatError } from '../bytes/format-error.js';
import type { Limits } from '../bytes/limits.js';
import type { ByteSource } from '../bytes/source.js';
import type { Format, Recognition } from './format.js';
import type { Glimpse } from './glimpse.js';
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
  /** Glimpse of the unwrapped content. */
  glimpse: Glimpse;
  /** The unwrapped content. */
  source: ByteSource;
  /** The content as it was given. */
  outermost: ByteSource;
  /** Why unwrapping stopped before the content was known. */
  failure?: FormatError;
}

interface Candidate {
  format: Format;
  certain: boolean;
  basis: string;
}

/**
 * Asks every format. Certain beats possible; of two certain ones the more special wins, and unrelated ones are a
 * polyglot, told in `alsoRecognizedAs`. A possible one needs its extension, else the first in registry order wins.
 */
export async function identify(glimpse: Glimpse, limits: Limits): Promise<Identification> {
  const candidates = await recognizeAll(glimpse, FORMATS, limits);
  return (await choose(candidates, glimpse)) ?? identifyFallback(glimpse, limits);
}

async function identifyFallback(glimpse: Glimpse, limits: Limits): Promise<Identification> {
  const found = await choose(await recognizeAll(glimpse, FALLBACKS, limits), glimpse);
  if (!found) throw new Error('the last fallback format must recognize everything');
  return found;
}

async function recognizeAll(glimpse: Glimpse, formats: readonly Format[], limits: Limits): Promise<Candidate[]> {
  const candidates: Candidate[] = [];
  for (const format of formats) {
    const recognition: Recognition = await format.recognize(glimpse, limits);
    if (recognition.certainty === 'no') continue;
    candidates.push({ format, certain: recognition.certainty === 'certain', basis: recognition.basis });
  }
  return candidates;
}

function choose(candidates: Candidate[], glimpse: Glimpse): Identification | null {
  const certain = mostSpecial(candidates.filter((c) => c.certain));
  const best = certain[0] ?? bestGuess(mostSpecial(candidates), glimpse);
  if (!best) return null;
  return {
    format: best.format,
    wrappers: [],
    basis: best.basis,
    alsoRecognizedAs: certain.slice(1).map((c) => c.format.id),
    glimpse,
    source: glimpse.source,
    outermost: glimpse.source,
  };
}

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
