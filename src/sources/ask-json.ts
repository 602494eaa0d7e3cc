import { failed } from './look.js';
import type { Sighting } from './source-state.js';
import type { Ask } from './web.js';

/** An answer of a service that speaks JSON: its status, and the document where there is one. */
export type JsonAnswer = { status: number; headers: Headers; document: unknown } | { sighting: Sighting };

/** Asks an API; an answer that says nothing of the source (a server in trouble, a refusal) is a sighting already. */
export async function askJson(address: string, ask: Ask): Promise<JsonAnswer> {
  try {
    const { status, headers, body } = await ask(new URL(address), {
      method: 'GET',
      headers: { accept: 'application/json' },
    });
    if (status === 403 || status === 429)
      return {
        sighting: {
          outcome: 'refused',
          detail: `the service does not answer programs (${status})`,
          status,
          url: address,
        },
      };
    if (status >= 500 || (status >= 300 && status < 400))
      return { sighting: { outcome: 'unanswered', detail: `the service answers ${status}`, status, url: address } };
    return { status, headers, document: parsed(body) };
  } catch (error) {
    return { sighting: failed(error, address) };
  }
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
