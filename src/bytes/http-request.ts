import { isLoopback, isPrivateHost } from './address.js';
import { follow, isPassing, NotFollowed, reasonOf } from './http-follow.js';
import { watchSilence } from './silence.js';

/** A request that did not succeed. `code`: `missing-file`, `unreadable` (no permission), `unreachable` (everything else). */
export class HttpError extends Error {
  override readonly name = 'HttpError';
  constructor(
    readonly code: 'missing-file' | 'unreadable' | 'unreachable',
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** How patient requests are; tests are less. */
export interface HttpPatience {
  /** Milliseconds without a byte. */
  silence: number;
  /** Milliseconds before the first repetition; doubled for each further one. */
  pause: number;
  /** Repetitions of a request that failed for a reason that may pass. */
  retries: number;
}
export const PATIENCE: HttpPatience = { silence: 30_000, pause: 300, retries: 3 };

/** Longest pause that a server may ask for, in milliseconds. */
const LONGEST_PAUSE = 10_000;

/** An answer whose body is still to be read. */
export interface HttpAnswer {
  status: number;
  headers: Headers;
  /** Where it came from, redirects followed. */
  url: URL;
  /** Chunks of the body; rejects with HttpError where it stalls or breaks off. */
  body: AsyncIterable<Uint8Array>;
  /** Ends the transfer without reading on. */
  cancel(): Promise<void>;
}

/** Host and path: what may be shown of an address, its query and credentials left out. */
export const shownUrl = (url: URL): string => `${url.host}${url.pathname}`;

/**
 * Why an address must not be opened; null where it may: https, and http on this machine alone, since nothing proves what
 * arrives over plain http. A redirect never leads from a public host into the private network.
 */
export function refusal(url: URL, from?: URL): string | null {
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url.hostname)))
    return `expected an https address, found ${url.protocol.slice(0, -1)}`;
  if (url.username !== '' || url.password !== '') return 'expected an address without a password, found one with';
  if (from && isPrivateHost(url.hostname) && !isPrivateHost(from.hostname))
    return 'expected a redirect to a public address, found one into the private network';
  return null;
}

/** A GET that follows redirects and is repeated where the reason for failing may pass. Every other status than 2xx and 416 is an HttpError. */
export async function get(start: URL, headers: Record<string, string>, patience = PATIENCE): Promise<HttpAnswer> {
  for (let attempt = 0; ; attempt++) {
    try {
      const answer = await once(start, headers, patience);
      if ((answer.status >= 200 && answer.status < 300) || answer.status === 416) return answer;
      await answer.cancel();
      if (!isPassing(answer.status) || attempt >= patience.retries) throw statusError(answer);
      await pause(pauseOf(answer, attempt, patience));
    } catch (error) {
      if (error instanceof HttpError || error instanceof NotFollowed || attempt >= patience.retries)
        throw asHttpError(error, start);
      await pause(patience.pause * 2 ** attempt);
    }
  }
}

async function once(start: URL, headers: Record<string, string>, { silence }: HttpPatience): Promise<HttpAnswer> {
  const watch = watchSilence(silence);
  try {
    const { response, url } = await follow(start, headers, refusal, watch);
    async function* body(): AsyncGenerator<Uint8Array> {
      try {
        for await (const part of response.body ?? []) {
          watch.alive(part.length);
          yield part;
        }
      } finally {
        watch.end();
      }
    }
    return { status: response.status, headers: response.headers, url, body: body(), cancel: async () => watch.end() };
  } catch (error) {
    watch.end();
    throw error;
  }
}

function statusError({ status, url }: HttpAnswer): HttpError {
  const code =
    status === 404 || status === 410 ? 'missing-file' : status === 401 || status === 403 ? 'unreadable' : 'unreachable';
  const said = {
    'missing-file': 'found nothing there',
    unreadable: 'found one that needs permission',
    unreachable: 'found an error',
  };
  return new HttpError(code, `expected a file, ${said[code]}: status ${status} of ${shownUrl(url)}`);
}

/** `Retry-After` in seconds, else a doubling pause. */
function pauseOf({ headers }: HttpAnswer, attempt: number, patience: HttpPatience): number {
  const asked = Number(headers.get('retry-after') ?? Number.NaN) * 1_000;
  return Number.isFinite(asked) && asked >= 0 ? Math.min(asked, LONGEST_PAUSE) : patience.pause * 2 ** attempt;
}

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** A failed connection in words. */
export function asHttpError(error: unknown, url: URL): HttpError {
  if (error instanceof HttpError) return error;
  const message =
    error instanceof NotFollowed
      ? `${error.message} (${shownUrl(error.url)})`
      : `expected an answer of ${shownUrl(url)}, found none: ${reasonOf(error)}`;
  return new HttpError('unreachable', message, { cause: error });
}
