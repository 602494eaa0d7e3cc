import { afterAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { judge } from '../../src/sources/judge.js';
import { readMemory } from '../../src/sources/read-memory.js';
import { isDead, type Sighting, type SourceMemory } from '../../src/sources/source-state.js';
import { check, cited, closeServers, file, instantClock, json, type Script, scripted, status } from './scripted.js';

afterAll(closeServers);

describe('checking sources', () => {
  it('tells every state of the web from the others', async () => {
    const { url } = await scripted({
      '/ok.csv': file,
      '/head-refused.csv': (request, response) =>
        request.method === 'HEAD'
          ? void response.writeHead(405).end()
          : void response.writeHead(206, { 'content-type': 'text/csv', 'content-range': 'bytes 0-0/10' }).end('a'),
      '/moved.csv': status(301, { location: '/new/place.csv' }),
      '/new/place.csv': file,
      '/temporary.csv': status(302, { location: '/ok.csv' }),
      '/login.csv': status(401),
      '/bots.csv': status(403),
      '/legal.csv': status(451),
      '/page.csv': status(200, { 'content-type': 'text/html' }, '<p>not here'),
      '/home.csv': status(302, { location: '/' }),
      '/': status(200, { 'content-type': 'text/html' }, 'welcome'),
      '/loop.csv': status(302, { location: '/loop.csv' }),
    });
    const names = [
      'ok',
      'head-refused',
      'moved',
      'temporary',
      'login',
      'bots',
      'legal',
      'page',
      'home',
      'loop',
      'missing',
    ];
    const { document } = await check(
      url,
      names.map((name) => cited('url', `${url}/${name}.csv`)),
    );
    const states = Object.fromEntries(
      document.sources.map(({ value, state }) => [value.slice(url.length + 1, -4), state]),
    );
    expect(states).toEqual({
      ok: 'ok',
      'head-refused': 'ok',
      moved: 'moved',
      temporary: 'ok',
      login: 'gated',
      bots: 'unknown',
      legal: 'unknown',
      page: 'unknown',
      home: 'unknown',
      loop: 'unknown',
      missing: 'unknown',
    });
    const moved = document.sources.find(({ state }) => state === 'moved');
    expect(moved?.suggestions).toEqual([`${url}/new/place.csv`]);
  });

  it('asks the services by their APIs', async () => {
    const { url } = await scripted({
      '/api/datasets/squad': json({ sha: 'abc', gated: false, disabled: false }),
      '/api/datasets/org/gated': json({ sha: 'abc', gated: 'manual' }),
      '/api/datasets/org/off': json({ disabled: true }),
      '/api/datasets/org/private': json({ error: 'Repository not found' }, 401, { 'x-error-code': 'RepoNotFound' }),
      '/api/datasets/org/long': json({ siblings: 'x'.repeat(200_000), gated: 'auto' }),
      '/api/datasets/org/renamed': status(307, { location: '/api/datasets/org/new' }),
      '/api/handles/10.5281/zenodo.1': json({ responseCode: 1 }),
      '/api/handles/10.1/none': json({ responseCode: 100 }, 404),
      '/api/records/1234567': json({ metadata: { access_right: 'open' }, files: [{ key: 'a', checksum: 'md5:1' }] }),
      '/api/records/7654321': json({ message: 'gone' }, 410),
      '/api/v1/json/data/61': json({ data_set_description: { status: 'active', md5_checksum: 'f' } }),
      '/api/v1/json/data/62': json({ error: { code: '111' } }, 412),
      '/datasets/org/data': status(200, { 'content-type': 'text/html' }, 'page'),
    });
    const { document } = await check(url, [
      cited('hf-dataset', 'squad'),
      cited('hf-dataset', 'org/gated'),
      cited('hf-dataset', 'org/off'),
      cited('hf-dataset', 'org/private'),
      cited('hf-dataset', 'org/renamed'),
      cited('hf-dataset', 'org/long'),
      cited('doi', '10.5281/zenodo.1'),
      cited('zenodo', 'https://zenodo.org/records/1234567'),
      cited('zenodo', '7654321'),
      cited('openml', '61'),
      cited('openml', '62'),
      cited('kaggle', 'org/data'),
      cited('sklearn', 'load_iris'),
      cited('torchvision', 'NeverHeardOf'),
    ]);
    expect(Object.fromEntries(document.sources.map(({ kind, value, state }) => [`${kind} ${value}`, state]))).toEqual({
      'hf-dataset squad': 'ok',
      'hf-dataset org/gated': 'gated',
      'hf-dataset org/off': 'unknown',
      'hf-dataset org/private': 'unknown',
      'hf-dataset org/renamed': 'moved',
      'hf-dataset org/long': 'gated',
      'doi 10.5281/zenodo.1': 'ok',
      'zenodo https://zenodo.org/records/1234567': 'ok',
      'zenodo 7654321': 'unknown',
      'openml 61': 'ok',
      'openml 62': 'unknown',
      'kaggle org/data': 'gated',
      'sklearn load_iris': 'ok',
      'torchvision NeverHeardOf': 'unknown',
    });
    const renamed = document.sources.find(({ value }) => value === 'org/renamed');
    expect(renamed?.suggestions).toEqual([`${url}/datasets/org/new`]);
  });

  it('calls a source gone only after failures on three days over a week, and alive again at once', async () => {
    const script: Record<string, Script> = {};
    const { url } = await scripted(script);
    const source = [cited('url', `${url}/data.csv`)];
    let memory: Record<string, SourceMemory> = {};
    const states: string[] = [];
    for (const day of ['2026-11-01', '2026-11-01', '2026-11-03', '2026-11-05', '2026-11-09']) {
      const result = await check(url, source, day, memory);
      memory = readMemory(JSON.stringify(result.memory))!;
      states.push(result.document.sources[0]!.state);
    }
    expect(states).toEqual(['unknown', 'unknown', 'unknown', 'unknown', 'gone']);
    script['/wayback/available?url=' + encodeURIComponent(`${url}/data.csv`)] = json({
      archived_snapshots: { closest: { url: 'http://web.archive.org/web/2020/x' } },
    });
    const still = await check(url, source, '2026-11-10', memory);
    expect(still.document.sources[0]).toMatchObject({
      state: 'gone',
      since: '2026-11-09',
      suggestions: ['https://web.archive.org/web/2020/x'],
    });
    script['/data.csv'] = file;
    const back = await check(url, source, '2026-11-11', still.memory);
    expect(back.document.sources[0]).toMatchObject({ state: 'ok', since: '2026-11-11' });
    expect(Object.values(back.memory)[0]?.failures).toEqual([]);
  });

  it('believes the service itself after two days', async () => {
    const { url } = await scripted({ '/api/handles/10.9999/none': json({ responseCode: 100 }, 404) });
    const source = [cited('doi', '10.9999/none')];
    const first = await check(url, source, '2026-11-01');
    expect(first.document.sources[0]?.state).toBe('unknown');
    const second = await check(url, source, '2026-11-02', first.memory);
    expect(second.document.sources[0]?.state).toBe('gone');
  });

  it('notices another content by digest, by length, by ETag and date together, and by no ETag alone', async () => {
    let tag = '"v1"';
    let modified = 'Sun, 01 Nov 2026 00:00:00 GMT';
    let length = '3';
    const { url } = await scripted({
      '/d.csv': (_request, response) =>
        void response
          .writeHead(200, {
            'content-type': 'text/csv',
            etag: tag,
            'last-modified': modified,
            'content-length': length,
          })
          .end(),
    });
    const source = [cited('url', `${url}/d.csv`)];
    const first = await check(url, source, '2026-11-01');
    tag = '"other machine"';
    const second = await check(url, source, '2026-11-02', first.memory);
    expect(second.document.sources[0]?.state).toBe('ok');
    modified = 'Mon, 02 Nov 2026 00:00:00 GMT';
    const third = await check(url, source, '2026-11-03', second.memory);
    expect(third.document.sources[0]).toMatchObject({ state: 'changed', since: '2026-11-03' });
    length = '4';
    const fourth = await check(url, source, '2026-11-04', third.memory);
    expect(fourth.document.sources[0]).toMatchObject({
      state: 'changed',
      since: '2026-11-03',
      detail: 'the content is another: expected 3 bytes, found 4',
    });
  });

  it('waits as long as a server asks, one question a second, and gives up on one that asks for too much', async () => {
    let refusals = 2;
    const { url, asked } = await scripted({
      '/busy.csv': (request, response) =>
        refusals-- > 0 ? void response.writeHead(503, { 'retry-after': '30' }).end() : file(request, response),
      '/later.csv': status(429, { 'retry-after': '86400' }),
    });
    const clock = instantClock();
    const { document } = await check(
      url,
      [cited('url', `${url}/busy.csv`), cited('url', `${url}/later.csv`)],
      '2026-11-26',
      {},
      clock,
    );
    expect(document.sources.map(({ state }) => state)).toEqual(['ok', 'unknown']);
    expect(clock.waits.filter((wait) => wait === 30_000)).toHaveLength(2);
    expect(clock.waits.every((wait) => wait <= 30_000)).toBe(true);
    expect(clock.waits.some((wait) => wait > 900 && wait <= 1000)).toBe(true);
    expect(asked.filter((line) => line.includes('later'))).toHaveLength(2);
  });

  it('never asks an address that is not public', async () => {
    const { url, asked } = await scripted({ '/secret.csv': file });
    const nobody = await scripted({});
    const { document } = await check(nobody.url, [
      cited('url', `${url}/secret.csv`),
      cited('url', 'http://169.254.169.254/latest/meta-data'),
      cited('url', 'http://[::1]:1/'),
      cited('url', 'file:///etc/passwd'),
      cited('url', 'http://user:secret@example.org/data.csv'),
      cited('hf-dataset', '../../admin'),
      cited('other', 'a private hard disk'),
    ]);
    expect(document.sources.map(({ state }) => state)).toEqual(Array(7).fill('unknown'));
    expect(asked).toEqual([]);
    expect(nobody.asked).toEqual([]);
  });

  it('asks once about a source that is cited often, and not about data that is here', async () => {
    const { url, asked } = await scripted({ '/ok.csv': file });
    const source = cited('url', `${url}/ok.csv`);
    const { document } = await check(url, [
      source,
      { ...source, line: 9 },
      cited('local', 'data/x.csv'),
      { ...cited('url', `${url}/packed.csv`), packed: true },
    ]);
    expect(document.sources).toMatchObject([
      {
        citedIn: [
          { path: 'train.py', line: 3 },
          { path: 'train.py', line: 9 },
        ],
      },
    ]);
    expect(asked).toEqual(['HEAD /ok.csv']);
  });

  it('never goes from fine to dead in one step, whatever is seen', () => {
    const sighting = fc.record({
      outcome: fc.constantFrom<Sighting['outcome']>(
        'reached',
        'moved',
        'gated',
        'disabled',
        'absent',
        'empty',
        'refused',
        'unanswered',
      ),
      authoritative: fc.boolean(),
      detail: fc.constant(''),
      status: fc.constant(0),
      url: fc.constant(''),
    });
    fc.assert(
      fc.property(fc.array(sighting, { maxLength: 30 }), (sightings) => {
        let memory: SourceMemory | undefined;
        let bad = 0;
        for (const [i, seen] of sightings.entries()) {
          const day = new Date(Date.UTC(2026, 0, 1 + i)).toISOString().slice(0, 10);
          const judged = judge(seen, memory, day);
          if (['reached', 'moved', 'gated'].includes(seen.outcome)) bad = 0;
          else if (['disabled', 'absent', 'empty'].includes(seen.outcome)) bad++;
          if (isDead(judged.state)) expect(bad).toBeGreaterThanOrEqual(2);
          // What is dead stays so until it is seen again.
          if (memory && isDead(memory.state) && bad > 0) expect(isDead(judged.state)).toBe(true);
          expect(readMemory(JSON.stringify({ x: judged.memory }))).toEqual({ x: judged.memory });
          memory = judged.memory;
        }
      }),
    );
  });
});
