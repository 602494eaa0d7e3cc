import type { AddressCheck } from './allowed.js';

/** A download that failed; `isFinal` where trying again cannot help. */
export class DownloadError extends Error {
  override readonly name = 'DownloadError';
  constructor(
    message: string,
    readonly isFinal: boolean,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** An address with what must be said to it. */
export interface Source {
  address: string;
  headers: Readonly<Record<string, string>>;
}

/** Redirects of one request: forges need two. */
const REDIRECTS = 5;

/**
 * Opens an address and follows where it leads, each step held to the list. `authorization` goes to the first address alone. Throws
 * DownloadError.
 */
export async function request(
  address: string,
  headers: Readonly<Record<string, string>>,
  check: AddressCheck,
  signal: AbortSignal,
): Promise<Response> {
  let url = parsed(address);
  let sent = headers;
  for (let step = 0; step <= REDIRECTS; step++) {
    const refused = check(url);
    if (refused !== null) throw new DownloadError(`not opened: ${refused}`, true);
    const response = await open(url, sent, signal);
    const location = response.headers.get('location');
    if (response.status < 300 || response.status >= 400 || location === null) return response;
    await response.body?.cancel();
    const next = parsed(location, url);
    if (next.origin !== url.origin) {
      const { authorization: _secret, ...rest } = sent;
      sent = rest;
    }
    url = next;
  }
  throw new DownloadError(`expected at most ${REDIRECTS} redirects, found more`, true);
}

async function open(url: URL, headers: Readonly<Record<string, string>>, signal: AbortSignal): Promise<Response> {
  try {
    return await fetch(url, {
      redirect: 'manual',
      signal,
      headers: { 'accept-encoding': 'identity', 'user-agent': 'modelbag', ...headers },
    });
  } catch (error) {
    throw new DownloadError(`${url.host} did not answer: ${reasonOf(error)}`, false, { cause: error });
  }
}

function parsed(address: string, relativeTo?: URL): URL {
  try {
    return new URL(address, relativeTo);
  } catch (cause) {
    throw new DownloadError(`expected an address, found ${JSON.stringify(address.slice(0, 200))}`, true, { cause });
  }
}

/** Statuses that another attempt may not meet again. */
export const isPassing = (status: number): boolean => status === 408 || status === 429 || status >= 500;

/** `fetch` hides the reason in `cause`. */
export function reasonOf(error: unknown): string {
  const { cause } = error as { cause?: NodeJS.ErrnoException };
  return cause?.code ?? cause?.message ?? (error instanceof Error ? error.message : String(error));
}
