import type { AddressCheck } from '../../bytes/http-follow.js';
import { UsageError } from '../../usage-error.js';

/** Where release assets of GitHub are, and where it sends their readers. */
export const GITHUB_ORIGINS: readonly string[] = ['https://github.com', 'https://*.githubusercontent.com'];

/**
 * Lets only listed schemes and hosts pass, for the first address and for wherever it leads: `https://host`, `http://host:port`, or a
 * bare host for https; `*.` before a host stands for everything below it. A bag may be anybody's, and its addresses, too.
 */
export function allowedOrigins(origins: readonly string[]): AddressCheck {
  const listed = origins.map(parseOrigin);
  return (url) => {
    if (url.username !== '' || url.password !== '') return 'it holds a password';
    const isListed = listed.some(
      ({ protocol, host, isWild }) =>
        url.protocol === protocol && (isWild ? url.host.endsWith(`.${host}`) : url.host === host),
    );
    if (isListed) return null;
    if (!/^https?:$/.test(url.protocol)) return `expected a web address, found ${url.protocol}`;
    return `${url.protocol}//${url.host} is not on the list (--allow ${url.protocol}//${url.host})`;
  };
}

function parseOrigin(text: string): { protocol: string; host: string; isWild: boolean } {
  const match = /^(?:(https?):\/\/)?(\*\.)?([A-Za-z0-9.-]+(?::\d+)?|\[[0-9A-Fa-f:]+\](?::\d+)?)\/?$/.exec(text);
  const [, scheme = 'https', wild, host = ''] = match ?? [];
  if (!match || !URL.canParse(`${scheme}://${host}`))
    throw new UsageError(
      `expected the address of a host, found ${JSON.stringify(text)}`,
      'Write example.org or https://example.org:8443; http:// must be said.',
    );
  // As URL writes it: lower case, without the usual port.
  return { protocol: `${scheme}:`, host: new URL(`${scheme}://${host}`).host, isWild: wild !== undefined };
}
