import type { Observation } from './format.js';

/** A run of bytes that a name claims. */
export interface Placed {
  name: string;
  start: number;
  end: number;
}

/** Faults told one by one; a file that is wrong everywhere is told so in a number. */
const MOST_TOLD = 20;

/**
 * What is wrong where runs must lie one after the other from `from` to `to`: overlaps, holes, bytes left over, bytes
 * that the file does not have. Runs of no bytes may share a place.
 */
export function checkCoverage(runs: readonly Placed[], from: number, to: number): Observation[] {
  const observations: Observation[] = [];
  let covered = from;
  for (const run of [...runs].sort((a, b) => a.start - b.start || a.end - b.end)) {
    if (run.end > to) {
      observations.push(
        malformed(
          'truncated',
          `expected ${run.end - run.start} bytes, found ${Math.max(0, to - run.start)}`,
          run.start,
          run.name,
        ),
      );
    }
    if (run.start > covered)
      observations.push(
        malformed(
          'invalid-structure',
          `expected the next tensor, found a hole of ${run.start - covered} bytes`,
          covered,
          run.name,
        ),
      );
    if (run.start < covered)
      observations.push(
        malformed(
          'invalid-structure',
          `expected tensors apart, found an overlap of ${covered - run.start} bytes`,
          run.start,
          run.name,
        ),
      );
    covered = Math.max(covered, run.end);
  }
  if (observations.length > MOST_TOLD)
    observations.splice(
      MOST_TOLD,
      Infinity,
      malformed(
        'invalid-structure',
        `expected no more faults of this kind, found ${observations.length - MOST_TOLD} more`,
        covered,
      ),
    );
  if (covered < to)
    observations.push(
      malformed('invalid-structure', `expected the end of the file, found ${to - covered} more bytes`, covered),
    );
  return observations;
}

/** What no run covers between `from` and `to`. */
export function holesOf(
  runs: readonly Pick<Placed, 'start' | 'end'>[],
  from: number,
  to: number,
): { start: number; end: number }[] {
  const holes: { start: number; end: number }[] = [];
  let covered = from;
  for (const { start, end } of [...runs].sort((a, b) => a.start - b.start)) {
    if (Math.min(start, to) > covered) holes.push({ start: covered, end: Math.min(start, to) });
    covered = Math.max(covered, end);
  }
  if (to > covered) holes.push({ start: covered, end: to });
  return holes;
}

const malformed = (
  code: 'truncated' | 'invalid-structure',
  message: string,
  offset: number,
  name?: string,
): Observation => ({
  kind: 'malformed',
  code,
  message: `${message} at offset ${offset}`,
  offset,
  ...(name !== undefined && { name }),
});
