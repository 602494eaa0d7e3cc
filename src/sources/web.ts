import { lookup } from 'node:dns/promises';
import { isPrivateAddress, isPrivateHost } from '../bytes/address.js';

/** One exchange with a server. */
export interface Answer {
  status: number;
  headers: Headers;
  /** The beginning of the body, as much as was asked for. */
  body: Uint8Array;
}

export interface Question {
  method: 'HEAD' | 'GET';
  headers?: Readonly<Record<string, string>>;
  /** Bytes of the body that are wanted. */
  most?: number;
}

/** How servers are asked; tests put their own in its place. Rejects where there is no answer. */
export type Ask = (url: URL, question: Question) => Promise<Answer>;

/** Enough for a page that says something. */
const BODY_BYTES = 1 << 16;
const TIMEOUT_MILLISECONDS = 20_000;

/** The address may not be asked: it is no public one. */
export class Forbidden extends Error {
  override readonly name = 'Forbidden';
}

/**
 * Asks one server once; redirects are answers. Only public addresses, unless their origin is among `injected`: citations
 * are hostile, and must not make this machine talk to itself or its neighbors.
 */
export function askWeb(injected: readonly string[], userAgent: string): Ask {
  const trusted = new Set(injected.map((address) => new URL(address).origin));
  return async (url, { method, headers, most = BODY_BYTES }) => {
    if (!trusted.has(url.origin)) await checkPublic(url);
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), TIMEOUT_MILLISECONDS);
    try {
      const response = await fetch(url, {
        method,
        redirect: 'manual',
        signal: abort.signal,
        headers: { accept: '*/*', 'accept-encoding': 'identity', 'user-agent': userAgent, ...headers },
      });
      return { status: response.status, headers: response.headers, body: await beginning(response, most) };
    } finally {
      clearTimeout(timer);
      abort.abort();
    }
  };
}

async function checkPublic(url: URL): Promise<void> {
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new Forbidden(`addresses of ${url.protocol} are not checked`);
  if (url.username !== '' || url.password !== '') throw new Forbidden('the address holds a password');
  if (isPrivateHost(url.hostname)) throw new Forbidden('the address is not public');
  const found = await lookup(url.hostname, { all: true });
  if (found.some(({ address }) => isPrivateAddress(address)))
    throw new Forbidden('the name leads to an address that is not public');
}

async function beginning(response: Response, most: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    parts.push(part);
    size += part.length;
    if (size >= most) break;
  }
  return Buffer.concat(parts).subarray(0, most);
}
