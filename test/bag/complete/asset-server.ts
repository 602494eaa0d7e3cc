import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

type Answer = (request: IncomingMessage, response: ServerResponse, bytes: Buffer | undefined) => boolean;

/** Files by name over HTTP on loopback, with ranges; `answer` may step in and says so. */
export interface AssetServer {
  origin: string;
  files: Map<string, Buffer>;
  /** `GET /name`, with the range asked for. */
  log: string[];
  answer: Answer;
  close(): Promise<void>;
}

export async function assetServer(): Promise<AssetServer> {
  const server: Server = createServer((request, response) => {
    const name = decodeURIComponent((request.url ?? '').replace(/^\/(?:.*\/)?/, ''));
    const bytes = assets.files.get(name);
    assets.log.push(`${request.method} ${request.url}${request.headers.range ? ` ${request.headers.range}` : ''}`);
    if (!assets.answer(request, response, bytes)) sendFile(request, response, bytes);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const assets: AssetServer = {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    files: new Map(),
    log: [],
    answer: () => false,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return assets;
}

function sendFile({ headers }: IncomingMessage, response: ServerResponse, bytes: Buffer | undefined): void {
  if (!bytes) {
    response.writeHead(404).end();
    return;
  }
  const start = Number(/^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1] ?? 0);
  const body = bytes.subarray(start);
  const range = headers.range ? { 'content-range': `bytes ${start}-${bytes.length - 1}/${bytes.length}` } : {};
  response.writeHead(headers.range ? 206 : 200, { 'content-length': body.length, ...range }).end(body);
}
