import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream/promises';
import type { Answer, Upload } from './call.js';

/** A server on a free port of loopback. */
export async function listen(
  answer: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
): Promise<Server> {
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      // Clients may leave in the middle of anything; what is wrong with the fake itself has to be seen.
      if (!response.headersSent) {
        response.writeHead(500, { 'content-type': 'text/plain' });
        response.end(`the fake failed: ${error instanceof Error ? error.stack : String(error)}`);
      } else response.destroy();
    });
  });
  server.requestTimeout = 0;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

export const originOf = (server: Server, hostname = '127.0.0.1'): string =>
  `http://${hostname}:${(server.address() as AddressInfo).port}`;

export async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}

/** Bytes of a JSON body; larger ones are refused before they fill the memory. */
const BODY_LIMIT = 32 * 1024 * 1024;

/** Reads a body into memory; null where it is larger than any request may be. */
export async function readBody(request: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length <= BODY_LIMIT) chunks.push(chunk);
  }
  return length > BODY_LIMIT ? null : Buffer.concat(chunks);
}

const ZEROS = Buffer.alloc(1 << 16);

/** Lays an upload down on disk and digests it on the way. Zeros become holes, so that gigabytes of them cost nothing. */
export async function storeUpload(
  request: IncomingMessage,
  path: string,
  { breakAfter, corrupts, stalls }: { breakAfter?: number; corrupts?: boolean; stalls?: boolean } = {},
): Promise<Upload & { broken: boolean }> {
  const hash = createHash('sha256');
  const file = await open(path, 'w');
  let size = 0;
  let broken = false;
  try {
    // The connection stays until what is left of a broken upload is in its place.
    for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      if (stalls) await new Promise((leave) => request.socket.once('close', leave));
      if (corrupts && size === 0) chunk[0]! ^= 1;
      hash.update(chunk);
      if (!chunk.equals(ZEROS.subarray(0, chunk.length))) await file.write(chunk, 0, chunk.length, size);
      size += chunk.length;
      broken = stalls === true || (breakAfter !== undefined && size >= breakAfter);
      if (broken) break;
    }
  } catch {
    // The client went away; what came so far tells how much was missing.
    broken = true;
  } finally {
    await file.truncate(size);
    await file.close();
  }
  const contentType = request.headers['content-type'] ?? 'application/octet-stream';
  return { path, size, sha256: hash.digest('hex'), contentType, broken };
}

/** Sends an answer; `truncate` ends it early although its length promised more. */
export async function send(
  response: ServerResponse,
  answer: Answer,
  headers: Record<string, string>,
  truncate?: number,
): Promise<{ bytes: Buffer; contentType: string }> {
  const all: Record<string, string> = { ...headers, ...answer.headers };
  if (answer.file) {
    response.writeHead(answer.status, { ...all, 'content-length': String(answer.file.size) });
    const { path, size, start = 0 } = answer.file;
    // Node sends the head of an answer to HEAD only with its end: nothing is read for it first.
    if (response.req.method === 'HEAD') {
      response.end();
      return { bytes: Buffer.alloc(0), contentType: '' };
    }
    const end = start + (truncate === undefined ? size : Math.min(truncate, size));
    const body = createReadStream(path, { start, end: Math.max(start, end - 1) });
    if (truncate === undefined && size > 0) await pipeline(body, response);
    else {
      for await (const chunk of body) response.write(chunk);
      response.destroy();
    }
    return { bytes: Buffer.alloc(0), contentType: '' };
  }
  const bytes = answer.text !== undefined ? Buffer.from(answer.text) : jsonBytes(answer.body);
  if (answer.text === undefined && answer.body !== undefined) all['content-type'] ??= 'application/json; charset=utf-8';
  response.writeHead(answer.status, { ...all, 'content-length': String(bytes.length) });
  if (truncate === undefined) response.end(bytes);
  else response.write(bytes.subarray(0, truncate), () => response.destroy());
  return { bytes, contentType: all['content-type'] ?? '' };
}

const jsonBytes = (body: unknown): Buffer => (body === undefined ? Buffer.alloc(0) : Buffer.from(JSON.stringify(body)));
