import { createReadStream, createWriteStream } from 'node:fs';
import { type ClientRequest, request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/*
 * Files of any size travel here and not through octokit: `fetch` holds a whole body in memory. Memory stays flat, every
 * attempt opens its file again, and the length is said before the first byte.
 */

/** Nothing moves for so many milliseconds: the connection is given up. */
const IDLE = 120_000;
/** Of an answer that is no file, at most so many bytes are read. */
const ANSWER_BYTES = 256 * 1024;
const MOST_REDIRECTS = 5;

export interface Answer {
  status: number;
  headers: IncomingMessage['headers'];
  /** Text of the answer, cut off where it is long. */
  text: string;
}

/** Sends the first `size` bytes of a file as the body of a POST. Rejects where the connection breaks. */
export async function sendFile(
  url: URL,
  file: { path: string; size: number },
  headers: Record<string, string>,
): Promise<Answer> {
  const request = await open(url, {
    method: 'POST',
    headers: { ...headers, 'content-length': String(file.size) },
  });
  const answer = answerOf(request);
  const body = createReadStream(file.path, { end: file.size - 1, highWaterMark: 1 << 20 });
  try {
    await pipeline(body, request);
  } catch (error) {
    // A server that refuses answers without reading the body; its answer says more than the broken pipe.
    return await Promise.race([answer, later(1000, error)]);
  }
  return answer;
}

/** Downloads into a file, at most `limit` bytes. */
export async function receiveFile(
  url: URL,
  path: string,
  headers: Record<string, string>,
  limit: number,
): Promise<{ status: number; text: string }> {
  const response = await follow(url, 'GET', headers);
  const { statusCode: status = 0 } = response;
  if (status !== 200) return { status, text: await textOf(response) };
  await pipeline(response, limited(limit), createWriteStream(path, { mode: 0o600 }));
  return { status, text: '' };
}

/** Downloads the range [start, end) of a file. Throws an Error where the server sends anything else. */
export async function receiveRange(
  url: URL,
  headers: Record<string, string>,
  { start, end }: { start: number; end: number },
): Promise<Uint8Array> {
  const response = await follow(url, 'GET', { ...headers, range: `bytes=${start}-${end - 1}` });
  const { statusCode: status = 0 } = response;
  if (status !== 206) {
    response.destroy();
    throw new Error(`expected a range of a file of ${url.host}, found status ${status}`);
  }
  const parts: Buffer[] = [];
  await pipeline(response, limited(end - start), async (body: AsyncIterable<Buffer>) => {
    for await (const part of body) parts.push(part);
  });
  const bytes = Buffer.concat(parts);
  if (bytes.length !== end - start) throw new Error(`expected ${end - start} bytes, found ${bytes.length}`);
  return bytes;
}

/** Bytes of what lies at an address, without fetching it. Throws an Error where there is nothing. */
export async function sizeAt(url: URL): Promise<number> {
  const response = await follow(url, 'HEAD', {});
  response.resume();
  if (response.statusCode !== 200) throw new Error(`${url.host} answers ${response.statusCode}`);
  return Number(response.headers['content-length']);
}

/** Follows redirects; `authorization` goes to the first host alone, since storage hosts refuse a second one. */
async function follow(url: URL, method: string, headers: Record<string, string>): Promise<IncomingMessage> {
  let at = url;
  let sent = headers;
  for (let hop = 0; hop <= MOST_REDIRECTS; hop++) {
    const request = await open(at, { method, headers: sent });
    const response = await responseOf(request, true);
    const { statusCode: status = 0, headers: received } = response;
    if (status >= 300 && status < 400 && received.location !== undefined) {
      response.resume();
      const next = new URL(received.location, at);
      if (next.protocol !== at.protocol && next.protocol !== 'https:')
        throw new Error(`${at.host} leads from ${at.protocol} to ${next.protocol}`);
      if (next.origin !== at.origin) sent = withoutSecrets(sent);
      at = next;
    } else return response;
  }
  throw new Error(`${url.host} leads from one address to the next more than ${MOST_REDIRECTS} times`);
}

const withoutSecrets = ({ authorization: _, ...rest }: Record<string, string>): Record<string, string> => rest;

/** Waits for a proxy's agent where the runner names one; per host, as NO_PROXY demands. */
async function open(url: URL, options: RequestOptions): Promise<ClientRequest> {
  const { HttpClient } = await import('@actions/http-client');
  const request = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, {
    ...options,
    headers: { 'user-agent': 'modelbag', ...options.headers },
    agent: new HttpClient('modelbag').getAgent(url.href),
  });
  request.setTimeout(IDLE, () => request.destroy(new Error(`${url.host} was silent for ${IDLE / 1000} s`)));
  return request;
}

function responseOf(request: ClientRequest, end = false): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request.once('response', resolve);
    request.once('error', reject);
    if (end) request.end();
  });
}

/** Rejections are kept for whoever awaits it, also where that is later. */
function answerOf(request: ClientRequest): Promise<Answer> {
  const answer = responseOf(request).then(async (response) => ({
    status: response.statusCode ?? 0,
    headers: response.headers,
    text: await textOf(response),
  }));
  answer.catch(() => {});
  return answer;
}

async function textOf(response: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of response as AsyncIterable<Buffer>) {
    parts.push(part);
    size += part.length;
    if (size > ANSWER_BYTES) break;
  }
  return Buffer.concat(parts).toString('utf8');
}

function limited(limit: number): Transform {
  let size = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      done(size > limit ? new Error(`expected at most ${limit} bytes, found more`) : null, chunk);
    },
  });
}

const later = (milliseconds: number, error: unknown): Promise<never> =>
  new Promise((_, reject) => setTimeout(() => reject(error), milliseconds));
