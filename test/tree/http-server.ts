import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A file that a server has, and how it misbehaves. */
export interface Served {
  bytes: Uint8Array;
  etag?: string;
  modified?: string;
  /** Sends the whole file, whatever is asked for. */
  noRanges?: boolean;
  redirect?: string;
  status?: number;
  /** Headers of every answer. */
  headers?: Record<string, string>;
  /** Requests that fail first, with this status. */
  failures?: { times: number; status: number };
  /** Answers that break off in the middle. */
  cuts?: number;
  /** Never answers. */
  hangs?: boolean;
  /** Milliseconds before it answers. */
  delay?: number;
  /** Declares one byte less than it sends for. */
  wrongRange?: boolean;
}

export interface TestServer {
  origin: string;
  files: Map<string, Served>;
  /** Ranges that were asked for: `path range`. */
  asked: string[];
  close(): Promise<void>;
}

/** A server on the loopback interface with byte ranges as RFC 9110 has them. */
export async function httpServer(): Promise<TestServer> {
  const files = new Map<string, Served>();
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://x').pathname;
    asked.push(`${path} ${request.headers.range ?? 'whole'}`);
    const file = files.get(decodeURIComponent(path));
    if (file) setTimeout(() => serve(file, request, response), file.delay ?? 0);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    files,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function serve(file: Served, request: IncomingMessage, response: ServerResponse): void {
  const { bytes, etag, modified, redirect } = file;
  if (file.hangs) return;
  if (redirect !== undefined) {
    response.writeHead(302, { location: redirect }).end();
    return;
  }
  if (file.failures && file.failures.times-- > 0) {
    response.writeHead(file.failures.status, { 'retry-after': '0' }).end();
    return;
  }
  if (file.status !== undefined) {
    response.writeHead(file.status).end();
    return;
  }
  const headers = { ...(etag && { etag }), ...(modified && { 'last-modified': modified }), ...file.headers };
  const match = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '');
  const condition = request.headers['if-range'];
  const isStale = condition !== undefined && condition !== etag && condition !== modified;
  if (!match || file.noRanges || isStale) {
    response.writeHead(200, { ...headers, 'content-length': bytes.length }).end(bytes);
    return;
  }
  const [start, last] = [Number(match[1]), Math.min(Number(match[2]), bytes.length - 1)];
  if (start >= bytes.length) {
    response.writeHead(416, { ...headers, 'content-range': `bytes */${bytes.length}` }).end();
    return;
  }
  const shown = file.wrongRange ? last - 1 : last;
  response.writeHead(206, {
    ...headers,
    'content-range': `bytes ${start}-${shown}/${bytes.length}`,
    'content-length': last - start + 1,
  });
  const part = bytes.subarray(start, last + 1);
  if (file.cuts && file.cuts-- > 0) {
    response.write(part.subarray(0, Math.floor(part.length / 2)));
    response.destroy();
    return;
  }
  response.end(part);
}
