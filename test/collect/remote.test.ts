import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { sha256 } from '../../src/bytes/digest.js';
import { collect } from '../../src/collect/collect.js';
import type { Collection } from '../../src/collect/collection.js';
import { addressCheck } from '../../src/collect/remote-fetch.js';
import { defaultRemote, HOSTS, planRemote } from '../../src/collect/remote-plan.js';
import { parseConfig, type RemoteModel } from '../../src/config.js';
import { openTree } from '../../src/tree/open.js';
import type { SourceTree } from '../../src/tree/tree.js';
import { git, hasGit, makeRepository, temporaryFolder, writeFiles } from '../tree/repository-fixture.js';
import { safetensorsFile } from './model-fixtures.js';

const MODEL = safetensorsFile();
const DIGEST = sha256(MODEL);

describe('declared models', () => {
  let temporary: ReturnType<typeof temporaryFolder>;
  let folder: string;
  let server: Server;
  let address: string;
  let requests: string[];
  let answers: Record<string, (response: ServerResponse, request: IncomingMessage) => void>;
  const trees: SourceTree[] = [];

  beforeEach(async () => {
    temporary = temporaryFolder();
    folder = join(temporary.path, 'project');
    writeFiles(folder, { 'train.py': 'x' });
    requests = [];
    answers = { '/m.safetensors': (response) => response.end(MODEL) };
    server = createServer((request, response) => {
      requests.push(request.url ?? '');
      const answer = answers[(request.url ?? '').split('?')[0] as string];
      if (answer) answer(response, request);
      else response.writeHead(404).end('not here');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(async () => {
    for (const tree of trees.splice(0)) await tree.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    temporary.clean();
  });

  const run = async (config: string, options: { cacheFolder?: string; tag?: string } = {}): Promise<Collection> => {
    const tree = await openTree(folder, options.tag === undefined ? {} : { tag: options.tag });
    trees.push(tree);
    return collect(tree, parseConfig(config.replaceAll('HOST', address), 'modelbag.yml'), {
      hosts: { huggingface: address, github: address },
      ...(options.cacheFolder !== undefined && { cacheFolder: options.cacheFolder }),
    });
  };
  const contentOf = async (collection: Collection, path: string) => {
    const source = await collection.open(path);
    const bytes = Buffer.from(await source.read(0, source.size));
    await source.close();
    return bytes;
  };
  const reasons = (collection: Collection) =>
    collection.refused.map(({ kind, reason }) => `${kind}: ${reason.replaceAll(address, 'HOST')}`);

  it('are fetched, verified, and models like any other', async () => {
    const collection = await run(`models: [{url: HOST/m.safetensors, sha256: ${DIGEST}, path: weights/m.safetensors}]`);
    expect(collection.models).toEqual([{ entry: 'weights/m.safetensors', companions: [] }]);
    expect(collection.files.find((file) => file.role === 'model')).toMatchObject({
      path: 'weights/m.safetensors',
      size: MODEL.length,
      from: 'download',
    });
    expect((await contentOf(collection, 'weights/m.safetensors')).equals(MODEL)).toBe(true);
    expect([collection.refused, collection.notes]).toEqual([[], []]);
  });

  it('are told when no digest says that they are the intended ones', async () => {
    const collection = await run('models: [{url: HOST/m.safetensors}]');
    expect(collection.models[0]?.entry).toBe('m.safetensors');
    expect(collection.notes).toEqual([
      'm.safetensors was downloaded without a declared sha256: whether it is the intended file is unknown',
    ]);
  });

  it('are refused with the reason where they cannot be had', async () => {
    answers['/other'] = (response) => response.end('other');
    answers['/login'] = (response) => response.writeHead(403).end();
    answers['/cut'] = (response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('x');
      response.destroy();
    };
    answers['/loop'] = (response) => response.writeHead(302, { location: '/loop' }).end();
    answers['/away'] = (response) =>
      response.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data' }).end();
    answers['/home'] = (response) => response.writeHead(302, { location: 'https://localhost/x' }).end();
    const collection = await run(
      `models:\n${['none', 'other', 'login', 'cut', 'loop', 'away', 'home'].map((name) => `  - {url: HOST/${name}, sha256: ${DIGEST}}`).join('\n')}`,
    );
    expect(reasons(collection).sort()).toEqual([
      'unfetched: HOST/away: http is not https (169.254.169.254)',
      expect.stringMatching(/^unfetched: HOST\/cut: /),
      'unfetched: HOST/home: the address is not public (localhost)',
      'unfetched: HOST/login: the server demands a login (HTTP 403)',
      expect.stringMatching(/^unfetched: HOST\/loop: expected at most 5 redirects, found more \(127\.0\.0\.1:\d+\)$/),
      'unfetched: HOST/none: nothing is there (HTTP 404)',
      `unfetched: HOST/other: expected sha256 ${DIGEST}, found ${sha256('other')}`,
    ]);
    expect(collection.models).toEqual([]);
  });

  it('follow redirects, as forges send them', async () => {
    answers['/r'] = (response) => response.writeHead(302, { location: '/m.safetensors' }).end();
    const collection = await run(`models: [{url: HOST/r, sha256: ${DIGEST}, path: m.safetensors}]`);
    expect(collection.models).toHaveLength(1);
  });

  it('are fetched once and found in the cache by their digest afterwards', async () => {
    const cacheFolder = join(temporary.path, 'cache');
    const config = `models: [{url: HOST/m.safetensors, sha256: ${DIGEST}}]`;
    const first = await run(config, { cacheFolder });
    const second = await run(config, { cacheFolder });
    expect(requests).toHaveLength(1);
    expect((await contentOf(second, 'm.safetensors')).equals(await contentOf(first, 'm.safetensors'))).toBe(true);
    answers['/m.safetensors'] = (response) => response.end('bad');
    await run(`models: [{url: HOST/m.safetensors, sha256: ${'0a'.repeat(32)}}]`, { cacheFolder });
    expect(readdirSync(cacheFolder)).toHaveLength(1);
  });

  it('come from Hugging Face at the commit behind the revision, with the digests of the hub', async () => {
    const commit = 'c'.repeat(40);
    const config = '{"model_type":"bert","architectures":["BertModel"]}';
    const siblings = [
      { rfilename: 'model.safetensors', size: MODEL.length, lfs: { sha256: DIGEST, size: MODEL.length } },
      { rfilename: 'config.json', size: config.length },
      { rfilename: 'pytorch_model.bin', size: 9, lfs: { sha256: '1'.repeat(64), size: 9 } },
      { rfilename: '../evil', size: 1 },
      { rfilename: 'onnx/model.onnx', size: 1 },
    ];
    answers['/api/models/o/bert/revision/main'] = (response) => response.end(JSON.stringify({ sha: commit, siblings }));
    answers[`/o/bert/resolve/${commit}/model.safetensors`] = (response) => response.end(MODEL);
    answers[`/o/bert/resolve/${commit}/config.json`] = (response) => response.end(config);
    const collection = await run('models: [{hf: o/bert@main}]');
    expect(collection.files.filter((file) => file.from).map(({ path }) => path)).toEqual([
      'bert/config.json',
      'bert/model.safetensors',
    ]);
    expect(collection.models.map(({ entry, companions }) => [entry, ...companions].sort())).toEqual([
      ['bert/config.json', 'bert/model.safetensors'],
    ]);
    expect(collection.notes[0]).toBe(`o/bert@main can move; today it is the commit ${commit}`);
    const single = await run(`models: [{hf: o/bert@main/model.safetensors, path: base/m.safetensors}]`);
    expect(single.models.map(({ entry }) => entry)).toEqual(['base/m.safetensors']);
    answers[`/o/bert/resolve/${commit}/model.safetensors`] = (response) => response.end('tampered');
    expect(reasons(await run('models: [{hf: o/bert@main/model.safetensors}]'))[0]).toMatch(
      /expected \d+ bytes, found 8/,
    );
    expect(reasons(await run('models: [{hf: o/bert@main/none.bin}]'))).toEqual([
      'unfetched: o/bert@main/none.bin: o/bert at main has no none.bin',
    ]);
    answers['/api/models/o/bert/revision/main'] = (response) => response.end('<html>');
    expect(reasons(await run('models: [{hf: o/bert@main}]'))).toEqual([
      'unfetched: o/bert@main: expected JSON, found something else',
    ]);
  });

  (hasGit ? it : it.skip)('come from releases of the repository itself', async () => {
    answers['/owner/iris/releases/download/v1.0/m.safetensors'] = (response) => response.end(MODEL);
    makeRepository(folder, {});
    expect(reasons(await run('models: [{release-asset: v1.0/m.safetensors}]'))).toEqual([
      expect.stringContaining('no address on GitHub'),
    ]);
    git(folder, 'remote', 'add', 'origin', 'git@github.com:owner/iris.git');
    const collection = await run(
      'models: [{release-asset: v1.0/m.safetensors}, {release-asset: owner/iris@v9/none.bin}]',
    );
    expect(collection.models.map(({ entry }) => entry)).toEqual(['m.safetensors']);
    expect(reasons(collection)).toEqual(['unfetched: owner/iris@v9/none.bin: nothing is there (HTTP 404)']);
  });

  it('come from a DVC remote that answers http, verified by MD5', async () => {
    const md5 = createHash('md5').update(MODEL).digest('hex');
    writeFiles(folder, {
      'm.safetensors.dvc': `outs:\n- md5: ${md5}\n  size: ${MODEL.length}\n  path: m.safetensors\n`,
      '.dvc/config': `[core]\n    remote = storage\n['remote "storage"']\n    url = ${address}/store\n['remote "other"']\n    url = s3://x\n`,
    });
    answers[`/store/files/md5/${md5.slice(0, 2)}/${md5.slice(2)}`] = (response) => response.end(MODEL);
    const collection = await run('models: [{dvc: m.safetensors}]');
    expect([collection.models.map(({ entry }) => entry), collection.refused, collection.notes]).toEqual([
      ['m.safetensors'],
      [],
      [],
    ]);
    expect(reasons(await run('models: [{dvc: nothing.pt}]'))).toEqual([
      'unfetched: nothing.pt: DVC does not track this path',
    ]);
    writeFiles(folder, { '.dvc/config': '[\'remote "o"\']\n url = s3://x\n' });
    expect(reasons(await run('models: [{dvc: m.safetensors}]'))).toEqual([
      'unfetched: m.safetensors: its DVC remote is not reachable by https',
    ]);
  });

  it('are the only reason to open the network', async () => {
    writeFiles(folder, {
      'README.md': `see ${address}/m.safetensors`,
      'm.dvc': 'outs:\n- {path: m, md5: 0123456789abcdef0123456789abcdeg}\n',
    });
    await run('');
    expect(requests).toEqual([]);
  });
});

describe('addressCheck', () => {
  const check = addressCheck(['http://127.0.0.1:8000/base']);
  it('lets https through to public hosts, and what the caller put in place', () => {
    for (const url of ['https://huggingface.co/x', 'https://8.8.8.8/x', 'http://127.0.0.1:8000/x'])
      expect([url, check(new URL(url))]).toEqual([url, null]);
  });
  it('refuses everything else', () => {
    for (const url of [
      'http://example.org/x',
      'http://127.0.0.1:8001/x',
      'https://127.0.0.1/x',
      'https://10.1.2.3/x',
      'https://192.168.0.1',
      'https://172.20.0.1',
      'https://169.254.169.254/',
      'https://localhost/',
      'https://x.localhost/',
      'https://metadata.google.internal/',
      'https://[::1]/',
      'https://[fd00::1]/',
      'https://0x7f000001/',
      'https://2130706433/',
      'https://u:p@example.org/',
      'file:///etc/passwd',
      'ftp://example.org/',
      'data:text/plain,x',
    ])
      expect([url, check(new URL(url)) !== null]).toEqual([url, true]);
  });
});

describe('planRemote', () => {
  const plan = (model: RemoteModel, origin?: string) =>
    planRemote(model, { hosts: HOSTS, outputs: [], json: async () => null, ...(origin !== undefined && { origin }) });
  it('never gives a path that leaves the tree', async () => {
    const names = ['..', '.', 'a/../..', '', '/', '\\', 'x\0y', '%2e%2e', '..%2f..'];
    for (const name of names) {
      const siblings = [{ rfilename: `${name}` }, { rfilename: `a/${name}` }, { rfilename: 'model.safetensors' }];
      const listed = await planRemote(
        { hf: 'o/..@main' },
        { hosts: HOSTS, outputs: [], json: async () => ({ siblings }) },
      );
      const asset = await plan({ releaseAsset: `q/z@v1/${name || 'x'}` });
      for (const { path } of [...('files' in listed ? listed.files : []), ...('files' in asset ? asset.files : [])])
        expect([path, /(^|\/)\.{0,2}(\/|$)|[\\\0]/.test(path)]).toEqual([path, false]);
    }
  });

  it('puts addresses together without asking anybody', async () => {
    expect(await plan({ url: 'https://x.org/a%20b/m%2F..pt?x=1' })).toEqual({
      files: [{ path: 'm_..pt', url: 'https://x.org/a%20b/m%2F..pt?x=1' }],
      notes: [],
    });
    expect(await plan({ url: 'https://x.org/' })).toMatchObject({ files: [{ path: 'model' }] });
    expect(await plan({ releaseAsset: 'v1/a.pt' }, 'https://github.com/o/r')).toMatchObject({
      files: [{ path: 'a.pt', url: 'https://github.com/o/r/releases/download/v1/a.pt' }],
    });
    expect(await plan({ releaseAsset: 'q/z@rel/v1/a.pt' })).toMatchObject({
      files: [{ url: 'https://github.com/q/z/releases/download/rel/v1/a.pt' }],
    });
    expect(await plan({ releaseAsset: 'v1/a.pt' }, 'https://gitlab.com/o/r')).toMatchObject({
      problem: expect.any(String),
    });
  });
});

describe('defaultRemote', () => {
  it('reads the remote of a DVC configuration', () => {
    expect(
      defaultRemote('[core]\n remote = a\n[\'remote "a"\']\n url = https://x.org\n[\'remote "b"\']\n url = s3://y\n'),
    ).toBe('https://x.org');
    expect(defaultRemote('[remote "only"]\nurl=https://x.org/s\n')).toBe('https://x.org/s');
    expect(defaultRemote('[\'remote "a"\']\n url = 1\n[\'remote "b"\']\n url = 2\n')).toBeUndefined();
    expect(defaultRemote('')).toBeUndefined();
  });
});
