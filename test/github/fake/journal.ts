import { createHash } from 'node:crypto';

/** One exchange with the fake, in the order in which requests arrived. */
export interface Exchange {
  host: 'api' | 'uploads' | 'web' | 'storage';
  method: string;
  /** Path without prefix and query. */
  path: string;
  query: Record<string, string>;
  /** Method and path template as GitHub's description has them; empty where no route fits. */
  route: string;
  /** Whether an Authorization header came along. */
  authorized: boolean;
  userAgent: string;
  /** What was sent: JSON as a value, anything else and large bodies as length and digest. */
  request: Body | null;
  status: number;
  response: Body | null;
  /** Name of the fault that hit this exchange. */
  fault: string | null;
  /** Milliseconds from the first byte of the request to the last of its body; uploads alone are measured. */
  duration?: number;
}

export interface Body {
  length: number;
  sha256: string;
  contentType: string;
  /** The parsed body, where it is JSON of at most a quarter of a megabyte. */
  json?: unknown;
}

const JSON_LIMIT = 256 * 1024;

export function bodyOf(bytes: Uint8Array, contentType: string): Body {
  const body: Body = { length: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex'), contentType };
  if (bytes.length > JSON_LIMIT || !contentType.includes('json')) return body;
  try {
    return { ...body, json: JSON.parse(Buffer.from(bytes).toString('utf8')) as unknown };
  } catch {
    // Broken JSON stays known by its length and digest.
    return body;
  }
}

/** What happened, to be asked in tests. */
export class Journal {
  readonly exchanges: Exchange[] = [];

  /** Exchanges with a route such as `POST /repos/{owner}/{repo}/releases`; a pattern may be given instead. */
  of(route: string | RegExp): Exchange[] {
    return this.exchanges.filter((one) => (typeof route === 'string' ? one.route === route : route.test(one.route)));
  }

  /** Exchanges that change something. */
  writes(): Exchange[] {
    return this.exchanges.filter(({ method }) => method !== 'GET' && method !== 'HEAD');
  }

  /** One line each, as `POST /repos/octo/model/releases 201`. */
  lines(exchanges: readonly Exchange[] = this.exchanges): string[] {
    return exchanges.map(({ method, path, status }) => `${method} ${path} ${status}`);
  }

  clear(): void {
    this.exchanges.length = 0;
  }
}
