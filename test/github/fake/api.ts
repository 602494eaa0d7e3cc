import type { IncomingMessage, ServerResponse } from 'node:http';
import { artifactRoutes } from './artifacts.js';
import { addAsset, assetRoutes, checkUpload, isTooLarge, uploadRefusal } from './assets.js';
import type { Answer, Call, Route } from './call.js';
import { may, notAccessible, notFound, problem, Refusal, releaseOf } from './call.js';
import { checkRoutes } from './checks.js';
import { commitRoutes } from './commits.js';
import { contentRoutes } from './contents.js';
import { checkRequest, checkResponse } from './contract.js';
import { type Fault, UNICORN } from './faults.js';
import { gitWriteRoutes } from './git-writes.js';
import type { Fake } from './github.js';
import { issueRoutes } from './issues.js';
import { bodyOf, type Exchange } from './journal.js';
import { accountRoutes, peopleRoutes, rateOf } from './people.js';
import { pullRoutes } from './pulls.js';
import { releaseRoutes } from './releases.js';
import { repositoryRoutes } from './repository.js';
import { runRoutes } from './runs.js';
import { readBody, send, storeUpload } from './server.js';
import type { Permission, Repository, Viewer } from './store.js';

/** Variables that may hold slashes. */
const LONG = new Set(['path', 'ref', 'basehead', 'tag']);

const ROUTES = [
  ...accountRoutes,
  ...repositoryRoutes,
  ...peopleRoutes,
  ...releaseRoutes,
  ...assetRoutes,
  ...issueRoutes,
  ...pullRoutes,
  ...checkRoutes,
  ...commitRoutes,
  ...contentRoutes,
  ...gitWriteRoutes,
  ...artifactRoutes,
  ...runRoutes,
].map((route) => ({ route, ...patternOf(route.on) }));

function patternOf(on: string): { method: string; pattern: RegExp; literal: number } {
  const [method = '', template = ''] = on.split(' ');
  const source = template.replace(/\{(\w+)\}/g, (_, name: string) => `(?<${name}>${LONG.has(name) ? '.*' : '[^/]+'})`);
  return { method, pattern: new RegExp(`^${source}$`), literal: template.replace(/\{\w+\}/g, '').length };
}

/** The route with the most literal text wins, as `releases/latest` over `releases/{release_id}`. */
function find(
  host: 'api' | 'uploads',
  method: string,
  path: string,
): { route: Route; variables: Record<string, string> } | null {
  const fitting = ROUTES.filter(
    (one) => one.method === method && (one.route.host ?? 'api') === host && one.pattern.test(path),
  );
  const best = fitting.sort((a, b) => b.literal - a.literal)[0];
  if (!best) return null;
  const groups = best.pattern.exec(path)?.groups ?? {};
  return {
    route: best.route,
    variables: Object.fromEntries(Object.entries(groups).map(([name, value]) => [name, decodeURIComponent(value)])),
  };
}

/** Answers one request of the API: journal, faults, contract, permissions, then the route itself. */
export async function answerApi(
  fake: Fake,
  host: 'api' | 'uploads',
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://fake');
  const prefix = host === 'api' ? fake.prefix : '';
  const path = url.pathname.startsWith(prefix) ? url.pathname.slice(prefix.length) : url.pathname;
  const found = find(host, request.method ?? '', path);
  const exchange: Exchange = {
    host,
    method: request.method ?? '',
    path,
    query: Object.fromEntries(url.searchParams),
    route: found?.route.on ?? '',
    authorized: request.headers.authorization !== undefined,
    userAgent: request.headers['user-agent'] ?? '',
    request: null,
    status: 0,
    response: null,
    fault: null,
  };
  fake.journal.exchanges.push(exchange);
  const fault = fake.faults.take(exchange);
  exchange.fault = fault?.name ?? null;
  if (fault?.delay) await new Promise((resolve) => setTimeout(resolve, fault.delay));
  if (fault?.reset === 'before') return void request.socket.destroy();
  const call = await callOf(fake, found?.variables ?? {}, url, request, exchange, fault);
  if (call === null) return;
  const blame = (violations: ReturnType<typeof checkResponse>): void => {
    fake.violations.push(...violations.map((one) => ({ exchange: `${exchange.method} ${path}`, ...one })));
  };
  if (found)
    blame(checkRequest(found.route.on, { ...call, json: exchange.request?.json, contentType: contentType(request) }));
  else blame([{ where: 'path', pointer: '', message: `the fake has no such route (${host})` }]);
  const lost = fault?.answer && !fault.answer.keep;
  const truth = lost ? null : truthOf(found?.route, call, request);
  if (found && truth) blame(checkResponse(found.route.on, truth.status, truth.body));
  if (fault?.leavesStarter) leaveStarter(call);
  if (fault?.reset === 'answer') return void request.socket.destroy();
  const answer = fault?.answer ? faultyAnswer(fault.answer) : (truth ?? problem(501, 'Not Implemented'));
  exchange.status = answer.status;
  const sent = await send(response, answer, headersOf(fake), fault?.truncate);
  if (sent.bytes.length > 0) exchange.response = bodyOf(sent.bytes, sent.contentType);
}

const contentType = (request: IncomingMessage): string => request.headers['content-type'] ?? '';

/** Reads the body and gathers what routes need; null where a fault or the client broke the upload off. */
async function callOf(
  fake: Fake,
  path: Record<string, string>,
  url: URL,
  request: IncomingMessage,
  exchange: Exchange,
  fault: Fault | null,
): Promise<Call | null> {
  const { store, hosts } = fake;
  const token = request.headers.authorization?.replace(/^(bearer|token) /i, '');
  const name = `${path['owner'] ?? ''}/${path['repo'] ?? ''}`.toLowerCase();
  const call: Call = {
    store,
    hosts,
    path,
    query: url.searchParams,
    accept: request.headers.accept ?? '',
    input: {},
    upload: null,
    viewer: token === undefined ? null : (store.viewers.get(token) ?? null),
    // Routes of no repository never look at it.
    repository: store.repositories.get(name) as Repository,
    url: (exchange.host === 'api' ? hosts.api : hosts.uploads) + exchange.path,
    storagePath: fake.contentPath,
  };
  if (exchange.host === 'uploads') {
    // An upload that is announced too large is refused at once; no byte of it has to come.
    if (isTooLarge(request.headers['content-length'])) return call;
    const breakAfter = typeof fault?.reset === 'object' ? fault.reset.afterBytes : undefined;
    const started = performance.now();
    const { broken, ...upload } = await storeUpload(request, fake.scratchPath(), {
      ...(breakAfter !== undefined && { breakAfter }),
      ...(fault?.corrupts && { corrupts: true }),
      ...(fault?.stalls && { stalls: true }),
    });
    exchange.duration = performance.now() - started;
    exchange.request = { length: upload.size, sha256: upload.sha256, contentType: upload.contentType };
    call.upload = upload;
    if (!broken) return call;
    leaveStarter({ ...call, upload: null });
    exchange.fault ??= 'broken off by the client';
    request.socket.destroy();
    return null;
  }
  const bytes = await readBody(request);
  if (bytes === null) throw new Error('a body of the API is larger than any can be');
  if (bytes.length > 0) {
    exchange.request = bodyOf(bytes, contentType(request));
    call.input = jsonOf(bytes);
  }
  return call;
}

function jsonOf(bytes: Buffer): Record<string, unknown> {
  try {
    return JSON.parse(bytes.toString('utf8')) as Record<string, unknown>;
  } catch {
    // The contract sees that it is no JSON.
    return {};
  }
}

/** What is left of an upload that failed: the name is taken by an asset without content. */
function leaveStarter(call: Call): void {
  try {
    const release = releaseOf(call);
    checkUpload(call, release);
    addAsset(call, release, 'starter');
  } catch (error) {
    // A release that takes no upload keeps nothing of one either.
    if (!(error instanceof Refusal)) throw error;
  }
}

function truthOf(route: Route | undefined, call: Call, request: IncomingMessage): Answer {
  try {
    if (!route) return problem(404, 'Not Found');
    if (request.headers.authorization !== undefined && !call.viewer) return problem(401, 'Bad credentials');
    const { rate } = call.store;
    if (route.on !== 'GET /rate_limit') {
      if (rate.used >= rate.limit) return problem(403, 'API rate limit exceeded for installation.');
      rate.used++;
    }
    if (route.on.includes('{repo}')) checkAccess(route, call);
    if (route.host === 'uploads') {
      const refusal = uploadRefusal(request.headers['content-length']);
      if (refusal) return refusal;
    }
    return route.answer(call);
  } catch (error) {
    if (error instanceof Refusal) return error.answer;
    throw error;
  }
}

/** Private repositories do not exist for strangers; public ones may be read by all, except what is secret in them. */
function checkAccess(route: Route, { repository, viewer }: Call): void {
  if (!repository) throw notFound();
  if (repository.private && !viewer) throw notFound();
  const grants = (name: string, level: string): boolean =>
    may(viewer, name as Permission, level as 'read' | 'write') || (isOpen(repository, name) && level === 'read');
  const suffices = route.needs.some((group) => Object.entries(group).every(([name, level]) => grants(name, level)));
  if (suffices || route.needs.length === 0) return;
  if (!viewer) throw new Refusal(problem(401, 'Requires authentication'));
  throw notAccessible(viewer as Viewer, route.needs);
}

const isOpen = (repository: Repository, permission: string): boolean =>
  !repository.private && permission !== 'security-events' && permission !== 'administration';

function faultyAnswer({ status, body, html, headers }: NonNullable<Fault['answer']>): Answer {
  const page = html ?? (body === undefined && status >= 500 ? UNICORN : undefined);
  if (page !== undefined)
    return { status, text: page, headers: { 'content-type': 'text/html; charset=utf-8', ...headers } };
  return { status, body: body ?? (problem(status, 'Fault').body as object), headers: headers ?? {} };
}

/** Headers that every answer of the API has. */
function headersOf({ store }: Fake): Record<string, string> {
  const { limit, remaining, reset, used } = rateOf(store.rate);
  return {
    server: 'github.com',
    'x-github-media-type': 'github.v3; format=json',
    'x-github-api-version-selected': '2022-11-28',
    'x-github-request-id': `FAKE:${store.rate.used}`,
    'x-ratelimit-limit': String(limit),
    'x-ratelimit-remaining': String(remaining),
    'x-ratelimit-reset': String(reset),
    'x-ratelimit-used': String(used),
    'x-ratelimit-resource': 'core',
  };
}
