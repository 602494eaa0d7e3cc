import type { SilenceWatch } from './silence.js';

/** Why an address may not be opened, null where it may; `from`: where a redirect began. */
export type AddressCheck = (url: URL, from?: URL) => string | null;

/** An address or a redirect that is not followed, and never will be. */
export class NotFollowed extends Error {
  override readonly name = 'NotFollowed';
  constructor(
    message: string,
    /** The address at which it ended. */
    readonly url: URL,
  ) {
    super(message);
  }
}

/** Redirects of one request: forges and model hubs need two. */
const REDIRECTS = 5;

/**
 * The answer to a GET, wherever redirects lead, each step held to the check, and where it came from. `authorization` is
 * said to the first origin alone. Each server on the way has the whole time of the watch. Throws NotFollowed, or what
 * `fetch` throws where there is no answer.
 */
export async function follow(
  start: URL,
  headers: Readonly<Record<string, string>>,
  check: AddressCheck,
  watch: SilenceWatch,
): Promise<{ response: Response; url: URL }> {
  let sent: Record<string, string> = { 'accept-encoding': 'identity', 'user-agent': 'modelbag', ...headers };
  let url = start;
  for (let step = 0; step <= REDIRECTS; step++) {
    const refused = check(url, step > 0 ? start : undefined);
    if (refused !== null) throw new NotFollowed(refused, url);
    const response = await fetch(url, { redirect: 'manual', signal: watch.signal, headers: sent });
    watch.alive();
    const location = response.headers.get('location');
    if (response.status < 300 || response.status >= 400 || location === null) return { response, url };
    await response.body?.cancel();
    if (!URL.canParse(location, url.href))
      throw new NotFollowed('expected a redirect to an address, found another text', url);
    const next = new URL(location, url);
    if (next.origin !== url.origin) {
      const { authorization: _secret, ...rest } = sent;
      sent = rest;
    }
    url = next;
  }
  throw new NotFollowed(`expected at most ${REDIRECTS} redirects, found more`, start);
}

/** Statuses that another try may not meet again: a server was busy, or failed at what it knows how to do. */
export const isPassing = (status: number): boolean =>
  [408, 425, 429].includes(status) || (status >= 500 && status < 600 && status !== 501 && status !== 505);

/** Why there was no answer; `fetch` hides the reason in `cause`. */
export function reasonOf(error: unknown): string {
  const cause = (error as { cause?: NodeJS.ErrnoException } | null)?.cause;
  return cause?.code ?? cause?.message ?? (error instanceof Error ? error.message : String(error));
}
