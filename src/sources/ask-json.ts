import { failed } from './look.js';
import type { Sighting } from './source-state.js';
import type { Ask } from './web.js';

/** An answer of a service that speaks JSON: its status, and the document where there is one. */
export type JsonAnswer =
  | { status: number; headers: Headers; document: unknown }
  /** `headers`: of a refusal, which may say why. */
  | { sighting: Sighting; headers?: Headers };

/** Records list every file of a dataset, which may be thousands. */
const JSON_BYTES = 1 << 23;

/** Asks an API; an answer that says nothing of the source (a server in trouble, a refusal) is a sighting already. */
export async function askJson(address: string, ask: Ask): Promise<JsonAnswer> {
  try {
    const { status, headers, body } = await ask(new URL(address), {
      method: 'GET',
      headers: { accept: 'application/json' },
      most: JSON_BYTES,
    });
    if ([403, 405, 406, 429].includes(status))
      return {
        sighting: {
          outcome: 'refused',
          detail: `the service does not answer programs (${status})`,
          status,
          url: address,
        },
        headers,
      };
    if (status >= 500 || (status >= 300 && status < 400))
      return unanswered(`${status}`, status, placeOf(headers, address));
    const document = parsed(body);
    if (status === 200 && document === undefined) return unanswered('no JSON', status, address);
    return { status, headers, document };
  } catch (error) {
    return { sighting: failed(error, address) };
  }
}

const unanswered = (what: string, status: number, url: string): JsonAnswer => ({
  sighting: { outcome: 'unanswered', detail: `the service answers ${what}`, status, url },
});

/** Where a redirect leads, else the address itself. */
function placeOf(headers: Headers, address: string): string {
  const to = headers.get('location');
  return to !== null && URL.canParse(to, address) ? new URL(to, address).href : address;
}

function parsed(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'));
  } catch {
    return undefined;
  }
}

/** A member of a document that may be anything. */
export const memberOf = (value: unknown, ...path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null && Object.hasOwn(inner, key)
        ? (inner as Record<string, unknown>)[key]
        : undefined,
    value,
  );
