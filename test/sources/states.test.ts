import { afterAll, describe, expect, it } from '@jest/globals';
import type { DataSource } from '../../src/evidence/evidence.js';
import { readMemory } from '../../src/sources/read-memory.js';
import type { SourceMemory, SourceState } from '../../src/sources/source-state.js';
import type { Ask } from '../../src/sources/web.js';
import { thoroughly } from '../thorough.js';
import { check, cited, closeServers, json, type Script, scripted, status } from './scripted.js';

afterAll(closeServers);

/** What a server does on each of some days, and what is said of the source on them. */
type Situation = [name: string, answers: Script, states: SourceState[]];

/** Two days in a row, then weeks later, so that every confirmation has its time. */
const DAYS = ['2026-11-02', '2026-11-03', '2026-11-06', '2026-11-20', '2026-11-27'];
const always = (state: SourceState): SourceState[] => DAYS.map(() => state);
/** Three days over a week, without a word of the service. */
const LATE: SourceState[] = ['unknown', 'unknown', 'unknown', 'gone', 'gone'];
/** Two days on which the service itself says so. */
const SOON = (state: SourceState): SourceState[] => ['unknown', state, state, state, state];

const csv = (etag: string, length: number): Script =>
  status(200, { 'content-type': 'text/csv', etag, 'content-length': String(length) }, 'x'.repeat(length));
const page = status(200, { 'content-type': 'text/html' }, 'a page');
const cut: Script = (request) => void request.socket.destroy();

/** What every server may do, whoever it belongs to: none of it is the death of a source. */
const TROUBLE: Situation[] = [
  ['refuses programs', status(403), always('unknown')],
  ['says that it is too much', status(429), always('unknown')],
  ['is in trouble', status(503), always('unknown')],
  ['breaks off', cut, always('unknown')],
];
const isTrouble = (name: string): boolean => TROUBLE.some(([trouble]) => trouble === name);
/** What an API may answer that means nothing of a dataset. */
const NO_ANSWER: Situation[] = [
  ...TROUBLE,
  ['answers a page', page, always('unknown')],
  ['answers another status', json({}, 418), always('unknown')],
];
const FILE_STATES: Situation[] = [
  ...TROUBLE,
  ['is another file', csv('"v2"', 9), always('changed')],
  ['is moved for good', status(301, { location: '/elsewhere.csv' }), always('moved')],
  ['is elsewhere for now', status(302, { location: '/elsewhere.csv' }), always('ok')],
  ['wants a login', status(401), always('gated')],
  ['is withheld', status(451), SOON('disabled')],
  ['is missing', status(404), LATE],
  ['is gone', status(410), LATE],
  ['has a page in its place', page, LATE],
  ['is sent to the front page', status(302, { location: '/' }), LATE],
  ['sends in circles', (request, response) => void response.writeHead(302, { location: request.url }).end(), always('unknown')],
  ['answers no HEAD', (request, response) => (request.method === 'HEAD' ? cut : csv('"v1"', 3))(request, response), always('ok')],
]; // biome-ignore format: one line reads best

interface Kind {
  source: DataSource;
  path: string;
  there: Script;
  situations: Situation[];
}
const zenodoRecord = (checksum: string, more: object = {}): object => ({
  metadata: { access_right: 'open', ...more },
  files: [{ key: 'a.csv', checksum }],
});
const hub = (more: object = {}) => json({ sha: 'one', gated: false, disabled: false, ...more });
const notFound = (code: string) => json({ error: 'no' }, 401, { 'x-error-code': code });
const KINDS: Kind[] = [
  {
    source: cited('hf-dataset', 'org/data'),
    path: '/api/datasets/org/data',
    there: hub(),
    situations: [
      ...NO_ANSWER,
      ['has another revision', hub({ sha: 'two' }), always('changed')],
      ['has another name', status(307, { location: '/api/datasets/org/new' }), always('moved')],
      ['has conditions', hub({ gated: 'manual' }), always('gated')],
      ['has conditions that the API hides', notFound('GatedRepo'), always('gated')],
      ['is disabled', hub({ disabled: true }), SOON('disabled')],
      ['is disabled without a document', status(403, { 'x-error-message': 'Access to this resource is disabled.' }), SOON('disabled')],
      ['is missing or private', notFound('RepoNotFound'), SOON('gone')],
    ], // biome-ignore format: one line reads best
  },
  {
    source: cited('hf-dataset', 'org/data', 'v1'),
    path: '/api/datasets/org/data/revision/v1',
    there: hub(),
    situations: [['has no such revision', json({}, 404, { 'x-error-code': 'RevisionNotFound' }), SOON('gone')]],
  },
  {
    source: cited('doi', '10.5281/zenodo.1'),
    path: '/api/handles/10.5281/zenodo.1',
    there: json({ responseCode: 1 }),
    situations: [...NO_ANSWER, ['is not registered', json({ responseCode: 100 }, 404), SOON('gone')]],
  },
  {
    source: cited('zenodo', '1234567'),
    path: '/api/records/1234567',
    there: json(zenodoRecord('md5:1')),
    situations: [
      ...NO_ANSWER,
      ['has other files', json(zenodoRecord('md5:2')), always('changed')],
      ['is restricted', json(zenodoRecord('md5:1', { access_right: 'restricted' })), always('gated')],
      ['is withdrawn', json({}, 410), SOON('disabled')],
      ['is missing', json({}, 404), SOON('gone')],
    ],
  },
  {
    source: cited('openml', '61'),
    path: '/api/v1/json/data/61',
    there: json({ data_set_description: { status: 'active', md5_checksum: 'one' } }),
    situations: [
      ...NO_ANSWER,
      ['has another file', json({ data_set_description: { status: 'active', md5_checksum: 'two' } }), always('changed')],
      ['is deactivated', json({ data_set_description: { status: 'deactivated' } }), SOON('disabled')],
      ['is missing', json({ error: { code: '111' } }, 412), SOON('gone')],
    ], // biome-ignore format: one line reads best
  },
  {
    source: cited('kaggle', 'org/data'),
    path: '/datasets/org/data',
    there: page,
    situations: [...TROUBLE, ['is missing', status(404), LATE]],
  },
  { source: cited('url', ''), path: '/data.csv', there: csv('"v1"', 3), situations: FILE_STATES },
  { source: cited('dvc', ''), path: '/remote.csv', there: csv('"v1"', 3), situations: FILE_STATES.slice(0, 6) },
  {
    source: cited('torchvision', 'torchvision.datasets.MNIST'),
    path: '/ossci-datasets.s3.amazonaws.com/mnist/train-images-idx3-ubyte.gz',
    there: csv('"v1"', 3),
    situations: [...TROUBLE, ['is missing', status(404), LATE], ['is withheld', status(451), SOON('disabled')]],
  },
];

/** Questions to any host but the scripted one go to it, under the name of their host. */
const allTo =
  (server: string) =>
  (ask: Ask): Ask =>
  (url, question) =>
    ask(url.origin === server ? url : new URL(`/${url.host}${url.pathname}`, server), question);

describe('states of sources', () => {
  // Trouble is everybody's: one kind that asks an API and one that asks for a file stand for the others.
  for (const { source, path, there, situations } of KINDS)
    for (const [name, answers, expected] of situations)
      (isTrouble(name) && !['doi', 'url'].includes(source.kind) ? thoroughly : it)(
        `${source.kind}${source.revision ? ' revision' : ''} that ${name}`,
        async () => {
          const script: Record<string, Script> = {
            [path]: there,
            '/elsewhere.csv': csv('"v1"', 3),
            '/api/datasets/org/new': hub(),
            '/': page,
          };
          const { url } = await scripted(script);
          const one = source.value === '' ? { ...source, value: `${url}${path}` } : source;
          const found = source.kind === 'kaggle' ? 'gated' : 'ok';
          let memory: Record<string, SourceMemory> = {};
          const on = async (day: string): Promise<SourceState | undefined> => {
            const result = await check(url, [one], day, memory, undefined, allTo(url));
            memory = readMemory(JSON.stringify(result.memory))!;
            return result.document.sources[0]?.state;
          };
          expect(await on('2026-11-01')).toBe(found);
          script[path] = answers;
          const states: (SourceState | undefined)[] = [];
          for (const day of DAYS) states.push(await on(day));
          expect(states).toEqual(expected);
          // Asked twice on one day it says the same, and one good look clears everything.
          expect(await on(DAYS.at(-1) as string)).toBe(expected.at(-1));
          script[path] = there;
          expect(await on('2026-12-04')).toBe(found);
          script[path] = answers;
          expect(await on('2026-12-05')).toBe(expected[0]);
        },
      );
});
