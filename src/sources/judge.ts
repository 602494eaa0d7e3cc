import { type Identity, isDead, type Sighting, type SourceMemory, type SourceState } from './source-state.js';

/** Without a word of the service itself: failing checks, distinct days of them, days from the first to the last. */
const FAILURES = 3;
const SPAN_DAYS = 7;
/** Distinct days on which the service itself says that there is no such thing. */
const AUTHORITATIVE_DAYS = 2;
const MILLISECONDS_A_DAY = 86_400_000;

export interface Judged {
  state: SourceState;
  detail: string;
  memory: SourceMemory;
}

/**
 * The state of a source after one more look. A single failing look never makes a source dead, a single good one makes
 * it alive again; a look that tells nothing leaves everything as it is known. Pure: `day` is today as 2026-11-26.
 */
export function judge(sighting: Sighting, before: SourceMemory | undefined, day: string): Judged {
  const failures = before?.failures ?? [];
  switch (sighting.outcome) {
    case 'reached':
    case 'moved':
    case 'gated':
      return alive(sighting, before, day);
    case 'disabled':
    case 'absent':
    case 'empty':
      return missing(sighting, before, day);
    case 'refused':
    case 'unanswered':
    case 'unchecked': {
      // What was known to be dead stays so: a server that is silent today says nothing new.
      const state = before && isDead(before.state) ? before.state : 'unknown';
      return settle(state, sighting.detail, before, day, { failures });
    }
  }
}

function alive(sighting: Sighting, before: SourceMemory | undefined, day: string): Judged {
  const first = before?.identity ?? sighting.identity;
  const kept = { failures: [], ...(first && { identity: first }) };
  const change = before?.identity && sighting.identity ? changeOf(before.identity, sighting.identity) : null;
  if (sighting.outcome === 'gated') return settle('gated', sighting.detail, before, day, kept);
  if (change !== null) return settle('changed', change, before, day, kept);
  return settle(sighting.outcome === 'moved' ? 'moved' : 'ok', sighting.detail, before, day, kept);
}

function missing(sighting: Sighting, before: SourceMemory | undefined, day: string): Judged {
  const earlier = before?.failures ?? [];
  // Whoever took it down says so himself, though perhaps to this part of the world alone.
  const authoritative = sighting.authoritative === true || sighting.outcome === 'disabled';
  const today = earlier.find((failure) => failure.day === day);
  const failures = today
    ? earlier.map((failure) =>
        failure === today ? { day, authoritative: failure.authoritative || authoritative } : failure,
      )
    : [...earlier, { day, authoritative }];
  const first = failures[0]?.day ?? day;
  const isDead =
    failures.filter((failure) => failure.authoritative).length >= AUTHORITATIVE_DAYS ||
    (failures.length >= FAILURES && daysBetween(first, day) >= SPAN_DAYS);
  if (isDead)
    return settle(
      sighting.outcome === 'disabled' ? 'disabled' : 'gone',
      `${sighting.detail}; so on ${failures.length} days since ${first}`,
      before,
      day,
      {
        failures,
      },
    );
  return settle(
    'unknown',
    `${sighting.detail}; not yet confirmed (seen on ${failures.length === 1 ? '1 day' : `${failures.length} days`})`,
    before,
    day,
    { failures },
  );
}

/** A state with the day since when it holds; the first identity is never lost. */
function settle(
  state: SourceState,
  detail: string,
  before: SourceMemory | undefined,
  day: string,
  kept: Pick<SourceMemory, 'failures'> & { identity?: Identity },
): Judged {
  const identity = kept.identity ?? before?.identity;
  return {
    state,
    detail,
    memory: {
      state,
      since: before?.state === state ? before.since : day,
      ...(identity && { identity }),
      failures: kept.failures,
    },
  };
}

/**
 * How content differs from what it was; null where nothing says that it does. Digests decide where both sides have one.
 * ETags alone differ between the machines of one service, so that a second sign must agree.
 */
export function changeOf(before: Identity, now: Identity): string | null {
  if (before.digest !== undefined && now.digest !== undefined)
    return before.digest === now.digest
      ? null
      : `the content is another: expected ${before.digest}, found ${now.digest}`;
  if (before.length !== undefined && now.length !== undefined && before.length !== now.length)
    return `the content is another: expected ${before.length} bytes, found ${now.length}`;
  const otherTag = before.etag !== undefined && now.etag !== undefined && before.etag !== now.etag;
  const otherTime =
    before.lastModified !== undefined && now.lastModified !== undefined && before.lastModified !== now.lastModified;
  return otherTag && otherTime
    ? `the content is another: expected the version of ${before.lastModified}, found that of ${now.lastModified}`
    : null;
}

const daysBetween = (first: string, last: string): number =>
  Math.round((Date.parse(last) - Date.parse(first)) / MILLISECONDS_A_DAY);
