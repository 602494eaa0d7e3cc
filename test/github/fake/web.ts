import { statSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { signedUrl } from './assets.js';
import type { Answer } from './call.js';
import type { Fake } from './github.js';
import type { Exchange } from './journal.js';
import { send } from './server.js';

/** What people's browsers are sent: downloads of published releases, and pages. */
export async function answerWeb(fake: Fake, request: IncomingMessage, response: ServerResponse): Promise<void> {
  await answerPlainly(fake, 'web', request, response, (url) => {
    const [, owner = '', name = '', ...rest] = url.pathname.split('/').map(decodeURIComponent);
    const repository = fake.store.repositories.get(`${owner}/${name}`.toLowerCase());
    if (!repository || repository.private) return page(404, 'Page not found');
    const [releases, kind, tag, file] = rest;
    if (releases !== 'releases') return page(200, `${owner}/${name}`);
    // Drafts have pages and downloads for those only who are signed in with a browser.
    const release = repository.releases.find((one) => !one.draft && one.tag === tag);
    if (kind === 'tag') return release ? page(200, release.tag) : page(404, 'Page not found');
    const asset = release?.assets.find((one) => one.name === file && one.state === 'uploaded');
    if (kind !== 'download' || !asset) return page(404, 'Page not found');
    return { status: 302, headers: { location: signedUrl(fake.hosts, asset.id, asset.name) } };
  });
}

/** Where bytes lie; requests are signed in their address and refused when they bring a token as well. */
export async function answerStorage(fake: Fake, request: IncomingMessage, response: ServerResponse): Promise<void> {
  await answerPlainly(fake, 'storage', request, response, (url) => {
    if (request.headers.authorization !== undefined) {
      const text =
        '<?xml version="1.0"?><Error><Code>InvalidArgument</Code><Message>Only one auth mechanism allowed</Message></Error>';
      return { status: 400, text, headers: { 'content-type': 'application/xml' } };
    }
    if (url.searchParams.get('sig') !== 'fake') return page(403, 'Forbidden');
    const path = fake.contentPath(Number(url.pathname.slice(1)));
    const size = statSync(path, { throwIfNoEntry: false })?.size;
    if (size === undefined) return page(404, 'The specified blob does not exist.');
    const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? [];
    const [start, end] = from === undefined ? [0, size] : [Number(from), Math.min(Number(to) + 1, size)];
    return {
      status: from === undefined ? 200 : 206,
      file: { path, size: end - start, start },
      headers: {
        'accept-ranges': 'bytes',
        ...(from !== undefined && { 'content-range': `bytes ${start}-${end - 1}/${size}` }),
        'content-type': 'application/octet-stream',
        'content-disposition': `attachment; filename=${url.searchParams.get('filename') ?? ''}`,
      },
    };
  });
}

const page = (status: number, title: string): Answer => ({
  status,
  text: `<!DOCTYPE html>\n<title>${title.replaceAll('<', '&lt;')}</title>\n`,
  headers: { 'content-type': 'text/html; charset=utf-8' },
});

async function answerPlainly(
  fake: Fake,
  host: 'web' | 'storage',
  request: IncomingMessage,
  response: ServerResponse,
  answer: (url: URL) => Answer,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://fake');
  const exchange: Exchange = {
    host,
    method: request.method ?? '',
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    route: `${request.method} ${host}`,
    authorized: request.headers.authorization !== undefined,
    userAgent: request.headers['user-agent'] ?? '',
    request: null,
    status: 0,
    response: null,
    fault: null,
  };
  fake.journal.exchanges.push(exchange);
  request.resume();
  const fault = fake.faults.take(exchange);
  exchange.fault = fault?.name ?? null;
  if (fault?.delay) await new Promise((resolve) => setTimeout(resolve, fault.delay));
  if (fault?.reset) return void request.socket.destroy();
  const given = fault?.answer;
  const truth = given ? { status: given.status, text: given.html ?? '', headers: given.headers ?? {} } : answer(url);
  exchange.status = truth.status;
  await send(response, truth, {}, fault?.truncate);
}
