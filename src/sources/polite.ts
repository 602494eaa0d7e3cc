import { isPassing } from '../bytes/http-follow.js';
import type { Answer, Ask } from './web.js';

/** What waiting needs; tests have a clock of their own. */
export interface Clock {
  /** Milliseconds. */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
}

const SPACING = 1_000;
const RETRIES = [1_000, 4_000, 15_000];
/** Longest time that a server may make one check wait; beyond it, the next scheduled check asks again. */
const LONGEST_WAIT = 120_000;

/**
 * Asks each host one question at a time, with at least a second between two, and asks again where it says so or does
 * not answer. The last answer counts; without any, the last error.
 */
export function politely(ask: Ask, clock: Clock): Ask {
  const turns = new Map<string, Promise<unknown>>();
  const quietUntil = new Map<string, number>();
  const once = async (...[url, question]: Parameters<Ask>): Promise<Answer> => {
    const wait = (quietUntil.get(url.host) ?? 0) - clock.now();
    if (wait > 0) await clock.sleep(wait);
    try {
      return await ask(url, question);
    } finally {
      quietUntil.set(url.host, clock.now() + SPACING);
    }
  };
  const patiently = async (...[url, question]: Parameters<Ask>): Promise<Answer> => {
    let waited = 0;
    for (let attempt = 0; ; attempt++) {
      const answer = await once(url, question).catch((error: unknown) => ({ error }));
      const isFinal = 'error' in answer ? !mayBeOver(answer.error) : !isPassing(answer.status);
      const pause = Math.max(RETRIES[attempt] ?? 0, 'error' in answer ? 0 : retryAfter(answer.headers, clock.now()));
      if (isFinal || attempt >= RETRIES.length || waited + pause > LONGEST_WAIT) {
        if ('error' in answer) throw answer.error;
        return answer;
      }
      waited += pause;
      await clock.sleep(pause);
    }
  };
  return (url, question) => {
    const turn = (turns.get(url.host) ?? Promise.resolve()).then(() => patiently(url, question));
    turns.set(
      url.host,
      turn.catch(() => undefined),
    );
    return turn;
  };
}

/** Milliseconds that a server asks to wait (RFC 9110, section 10.2.3): seconds, or a date. */
function retryAfter(headers: Headers, now: number): number {
  const value = headers.get('retry-after');
  if (value === null) return 0;
  const wait = /^\d{1,9}$/.test(value.trim()) ? Number(value) * 1000 : Date.parse(value) - now;
  return Number.isFinite(wait) ? Math.max(0, wait) : 0;
}

/** Errors that may be over at the next try: resets and timeouts, not names that do not exist. */
function mayBeOver(error: unknown): boolean {
  const codes = [error, (error as Error)?.cause].map((part) => String((part as NodeJS.ErrnoException)?.code ?? ''));
  return (
    !codes.some((code) => ['ENOTFOUND', 'ERR_INVALID_URL'].includes(code)) && (error as Error)?.name !== 'Forbidden'
  );
}
