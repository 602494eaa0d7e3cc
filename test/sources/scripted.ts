import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { DataSource } from '../../src/evidence/evidence.js';
import { checkSources } from '../../src/sources/check-sources.js';
import { politely } from '../../src/sources/polite.js';
import type { SourceMemory } from '../../src/sources/source-state.js';
import { type Ask, askWeb } from '../../src/sources/web.js';

const schema = new Ajv2020({ strict: false }).compile(
  JSON.parse(readFileSync(new URL('../../schemas/sources.schema.json', import.meta.url), 'utf8')),
);

export type Script = (request: IncomingMessage, response: ServerResponse) => void;
const servers: ReturnType<typeof createServer>[] = [];
export function closeServers(): void {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
}

/** A server on loopback that answers by path; everything else is 404. */
export async function scripted(script: Record<string, Script>): Promise<{ url: string; asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    const answer = script[request.url ?? ''];
    if (answer) answer(request, response);
    else response.writeHead(404).end();
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

export const status =
  (code: number, headers: Record<string, string> = {}, body = ''): Script =>
  (_request, response) =>
    void response.writeHead(code, headers).end(body);
export const json = (value: unknown, code = 200, headers = {}): Script =>
  status(code, { 'content-type': 'application/json', ...headers }, JSON.stringify(value));
export const file = status(200, { 'content-type': 'text/csv', etag: '"v1"', 'content-length': '3' }, 'a,b');

/** A clock that never waits, and says how long it would have. */
export function instantClock() {
  const waits: number[] = [];
  let now = 0;
  return {
    waits,
    now: () => now,
    async sleep(milliseconds: number) {
      waits.push(milliseconds);
      now += milliseconds;
    },
  };
}

export const cited = (kind: DataSource['kind'], value: string, revision?: string): DataSource => ({
  kind,
  value,
  ...(revision !== undefined && { revision }),
  path: 'train.py',
  line: 3,
  packed: false,
});

export async function check(
  host: string,
  sources: DataSource[],
  day = '2026-11-26',
  memory: Record<string, SourceMemory> = {},
  clock = instantClock(),
  through: (ask: Ask) => Ask = (ask) => ask,
) {
  const services = { huggingFace: host, doi: host, zenodo: host, openml: host, kaggle: host, archive: host };
  const result = await checkSources(sources, {
    ask: politely(through(askWeb([host], 'test')), clock),
    day,
    services,
    memory,
  });
  schema(result.document);
  expect(schema.errors).toBeNull();
  return result;
}
