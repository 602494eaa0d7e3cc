import type { Identity, Sighting } from './source-state.js';
import { type Answer, type Ask, Forbidden } from './web.js';

const REDIRECTS = 10;
/** Pages that stand where a domain was given up. */
const PARKED = /(?:^|\.)(?:sedoparking\.com|parkingcrew\.net|bodis\.com|hugedomains\.com|dan\.com|afternic\.com)$/;
/** Hosts where whoever is not known is sent. */
const LOGIN = /^(?:accounts\.google\.com|login\.microsoftonline\.com|login\.live\.com)$/;
/** Endings of files that are no pages. */
const FILE =
  /\.(?:csv|tsv|json|jsonl|parquet|zip|gz|tgz|tar|bz2|xz|zst|7z|npz|npy|h5|hdf5|mat|rds|rda|rdata|pkl|pt|pth|txt|arff|feather|xlsx?|png|jpe?g|wav|mp3|mp4)$/i;
/** Asks for one byte: whoever sends all of the file is cut off. */
const FIRST_BYTE = { range: 'bytes=0-0' };

/** Looks at an address as a browser would: the header first, then the first byte, redirects followed by hand. */
export async function look(address: string, ask: Ask): Promise<Sighting> {
  const start = parsed(address);
  if (!start) return { outcome: 'unchecked', detail: 'this is no web address', status: 0, url: address };
  try {
    // Many servers answer HEAD wrongly, or not at all: only a good answer counts.
    const head = await follow(start, 'HEAD', ask).catch(() => null);
    return sightingOf(start, head && isGood(head.answer) ? head : await follow(start, 'GET', ask));
  } catch (error) {
    return failed(error, address);
  }
}

interface Arrival {
  answer: Answer;
  url: URL;
  /** Every redirect on the way says that it is for good. */
  isPermanent: boolean;
  hops: number;
}

async function follow(start: URL, method: 'HEAD' | 'GET', ask: Ask): Promise<Arrival> {
  let url = start;
  let isPermanent = true;
  for (let hops = 0; ; hops++) {
    const answer = await ask(url, { method, ...(method === 'GET' && { headers: FIRST_BYTE }) });
    const location = answer.headers.get('location');
    if (answer.status < 300 || answer.status >= 400 || location === null || hops >= REDIRECTS)
      return { answer, url, isPermanent, hops };
    isPermanent &&= answer.status === 301 || answer.status === 308;
    url = new URL(location, url);
  }
}

const isGood = ({ status }: Answer): boolean => (status >= 200 && status < 300) || status === 416;

function sightingOf(start: URL, { answer, url, isPermanent, hops }: Arrival): Sighting {
  const { status, headers } = answer;
  const about = { status, url: url.href };
  if (isGood(answer)) {
    const page = pageInPlaceOf(start, url, answer);
    if (page !== null) return { ...about, outcome: 'empty', detail: page };
    if (LOGIN.test(url.hostname) && !LOGIN.test(start.hostname))
      return { ...about, outcome: 'gated', detail: `behind a login at ${url.hostname}` };
    const identity = identityOf(headers, status);
    const found = { ...about, ...(identity && { identity }) };
    return hops > 0 && isPermanent && !isSamePlace(start, url)
      ? { ...found, outcome: 'moved', detail: `moved for good to ${url.href}` }
      : { ...found, outcome: 'reached', detail: 'reachable' };
  }
  if (status === 404 || status === 410) return { ...about, outcome: 'absent', detail: `the server answers ${status}` };
  if (status === 451) return { ...about, outcome: 'disabled', detail: 'withheld for legal reasons (451)' };
  if (status === 401 || status === 407) return { ...about, outcome: 'gated', detail: 'there, but behind a login' };
  if ([403, 405, 406, 429, 999].includes(status))
    return { ...about, outcome: 'refused', detail: `the server does not answer programs (${status})` };
  return { ...about, outcome: 'unanswered', detail: `the server answers ${status}` };
}

/** Why what was found is a page and not the file that was cited; null where it may be the file. */
function pageInPlaceOf(start: URL, url: URL, { headers }: Answer): string | null {
  if (PARKED.test(url.hostname)) return 'the domain was given up: a parking page answers';
  if (!FILE.test(start.pathname) || LOGIN.test(url.hostname)) return null;
  if (url.pathname === '/' && start.pathname !== '/') return 'the server sends to its front page instead of the file';
  return /^text\/html\b/i.test(headers.get('content-type') ?? '') ? 'a web page answers in place of the file' : null;
}

/** http to https, and a slash at the end, are no move. */
const isSamePlace = (a: URL, b: URL): boolean =>
  a.hostname.replace(/^www\./, '') === b.hostname.replace(/^www\./, '') &&
  a.pathname.replace(/\/$/, '') === b.pathname.replace(/\/$/, '') &&
  a.search === b.search;

function identityOf(headers: Headers, status: number): Identity | undefined {
  const etag = headers.get('etag');
  const range = /\/(\d+)$/.exec(headers.get('content-range') ?? '')?.[1];
  const length = range ?? (status === 206 ? null : headers.get('content-length'));
  const lastModified = headers.get('last-modified');
  // Pages are made anew for every visitor; only files have a length that means something.
  if (/^text\/html\b/i.test(headers.get('content-type') ?? '')) return undefined;
  const identity: Identity = {
    ...(etag !== null && !etag.startsWith('W/') && { etag }),
    ...(length !== null && length !== undefined && Number.isSafeInteger(Number(length)) && { length: Number(length) }),
    ...(lastModified !== null && { lastModified }),
  };
  return Object.keys(identity).length > 0 ? identity : undefined;
}

/** A look without an answer. */
export function failed(error: unknown, url: string): Sighting {
  if (error instanceof Forbidden) return { outcome: 'unchecked', detail: error.message, status: 0, url };
  const code = [error, (error as Error)?.cause].map((part) => (part as NodeJS.ErrnoException)?.code).find(Boolean);
  if (code === 'ENOTFOUND')
    return { outcome: 'absent', detail: 'the name of the server does not exist', status: 0, url };
  return {
    outcome: 'unanswered',
    detail: `no answer (${code ?? (error as Error)?.name ?? 'unknown'})`,
    status: 0,
    url,
  };
}

function parsed(address: string): URL | null {
  try {
    return new URL(address);
  } catch {
    return null;
  }
}
