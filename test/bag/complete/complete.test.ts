import { link, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { allowedOrigins } from '../../../src/bag/complete/allowed.js';
import { type CompleteOptions, completeBag } from '../../../src/bag/complete/complete.js';
import { nameFor } from '../../../src/bag/complete/missing.js';
import { planBag } from '../../../src/bag/plan.js';
import { planSplitBag } from '../../../src/bag/split/plan-split.js';
import { writeParts } from '../../../src/bag/split/write-parts.js';
import { openBagContents } from '../../../src/bag/verify/open-bag.js';
import { verifyBag } from '../../../src/bag/verify.js';
import { writeBag } from '../../../src/bag/write.js';
import { ended } from '../../ended.js';
import { auditOf, DOCUMENTS, type FixtureFile, OPTIONS, openerOf } from '../audit-fixture.js';
import { digest, foreignBag, writeFolder, zipOf } from '../foreign-bag.js';
import { type AssetServer, assetServer } from './asset-server.js';

const bytesOf = (length: number, seed: number): Buffer =>
  Buffer.from(Uint8Array.from({ length }, (_, i) => (i * (seed + 2) + (i >> 8)) & 255));
const FILES: readonly FixtureFile[] = [
  { path: 'models/big.bin', role: 'model', bytes: bytesOf(250_001, 2) },
  { path: 'models/b.bin', role: 'model', bytes: bytesOf(90_000, 3) },
  { path: 'train.py', role: 'script', bytes: 'import torch\n' },
];
const ASSET = 'iris-v1.0.0.models-models-b.bin';
const open = openerOf(FILES);
const planned = { ...OPTIONS, documents: DOCUMENTS };

let server: AssetServer;
let folder = '';
let bag = '';
beforeAll(async () => {
  server = await assetServer();
});
afterAll(() => server.close());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'modelbag-'));
  const split = { limit: 100_000, urlPrefix: `${server.origin}/o/r/releases/download/v1.0.0/` };
  const plan = await planSplitBag(auditOf(FILES), planned, split, open);
  const published = join(folder, 'published');
  await mkdir(published);
  for (const { path } of await writeParts(plan.apart, open, published))
    server.files.set(path.slice(published.length + 1), await readFile(path));
  bag = (await writeBag(plan, open, join(folder, 'iris-v1.0.0.zip'))).path;
  server.answer = () => false;
  server.log = [];
});
afterEach(async () => {
  server.files.clear();
  await rm(folder, { recursive: true, force: true });
});

const complete = (options: Partial<CompleteOptions> = {}, path = bag) =>
  completeBag(path, {
    check: allowedOrigins([server.origin]),
    wait: async () => {},
    out: join(folder, 'out'),
    ...options,
  });

/** Where a run keeps what it got of an asset that it has not got as a whole. */
async function halfOf(asset: string): Promise<string> {
  const fetched = join(folder, 'out', 'iris-v1.0.0.zip.fetched');
  await mkdir(fetched, { recursive: true });
  return join(fetched, `${digest('sha256', server.files.get(asset) ?? '')}.partial`);
}

/** Lays down what an earlier run got of ASSET, and gives the log's line of the request that goes on from there. */
async function keep(bytes: Buffer): Promise<string> {
  await writeFile(await halfOf(ASSET), bytes);
  return `GET /o/r/releases/download/v1.0.0/${ASSET} bytes=${bytes.length}-`;
}

describe('completing a bag', () => {
  it('fetches, joins, and writes the very bytes that a bag has which was never split', async () => {
    const whole = await writeBag(planBag(auditOf(FILES), planned), open, join(folder, 'whole.zip'));
    const document = await complete();
    expect(document.bag?.sha256).toBe(whole.sha256);
    expect(document.files.map(({ path, state, parts }) => [path, state, parts.length])).toEqual([
      ['data/models/models/b.bin', 'fetched', 1],
      ['data/models/models/big.bin', 'fetched', 3],
    ]);
    expect((await verifyBag(document.bag?.path ?? '')).verdict).toBe('valid');
    // Nothing stays but the bag.
    expect(await readdir(join(folder, 'out'))).toEqual(['iris-v1.0.0.zip']);
    const ajv = new Ajv2020({ strict: false });
    ajv.addSchema(JSON.parse(await readFile('schemas/verify.schema.json', 'utf8')));
    const validate = ajv.compile(JSON.parse(await readFile('schemas/complete.schema.json', 'utf8')));
    expect([validate(document), validate.errors]).toEqual([true, null]);
  });

  it('takes what lies beside the bag or in a given folder before it opens a connection', async () => {
    const document = await complete({ from: [join(folder, 'published')], check: allowedOrigins([]) });
    expect(document.verified).toBe(true);
    expect(document.files.map(({ state }) => state)).toEqual(['local', 'local']);
    expect(server.log).toEqual([]);
  });

  it('does not take a local file that has other content', async () => {
    await writeFile(join(folder, ASSET), Buffer.alloc(90_000));
    expect((await complete()).files[0]).toMatchObject({ state: 'fetched' });
  });

  it('says that a whole bag lacks nothing, and writes nothing', async () => {
    const whole = await writeBag(planBag(auditOf(FILES), planned), open, join(folder, 'whole.zip'));
    expect(await complete({}, whole.path)).toMatchObject({ bag: null, files: [], problems: [] });
    expect(await readdir(folder)).not.toContain('out');
  });

  it('rejects a crate in no bag', async () => {
    const crate = join(folder, 'crate');
    await mkdir(crate);
    await writeFile(join(crate, 'ro-crate-metadata.json'), '{"@graph": []}');
    await expect(complete({}, crate)).rejects.toThrow(/expected a BagIt bag at .*, found a crate in no bag/);
    expect(await readdir(folder)).not.toContain('out');
  });

  it('fetches nothing for a bag that is damaged', async () => {
    const bytes = await readFile(bag);
    bytes[bytes.indexOf('import torch')] = 0x49;
    await writeFile(bag, bytes);
    expect((await complete()).problems.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['digest']));
    expect(server.log).toEqual([]);
  });

  it('does not replace the bag that it was given', async () => {
    const document = await complete({ out: folder });
    expect(document.bag?.path).toBe(join(folder, 'iris-v1.0.0-complete.zip'));
  });
});

describe('fetching', () => {
  it('goes on where a connection broke, by a range', async () => {
    let count = 0;
    server.answer = ({ url }, response, bytes) => {
      if (!url?.endsWith('part002') || !bytes || count++ > 0) return false;
      response.writeHead(200, { 'content-length': bytes.length });
      response.write(bytes.subarray(0, 30_000), () => setTimeout(() => response.destroy(), 50));
      return true;
    };
    expect((await complete()).verified).toBe(true);
    expect(server.log.filter((line) => line.includes('part002')).at(-1)).toMatch(/bytes=30000-$/);
  });

  it('goes on where an earlier run was broken off', async () => {
    const kept = await keep(bytesOf(90_000, 3).subarray(0, 12_345));
    expect((await complete()).verified).toBe(true);
    expect(server.log).toContain(kept);
  });

  it.each([
    ['a server that is overloaded for a moment', 503],
    ['a server that wants fewer questions', 429],
  ])('keeps what it has before %s', async (_what, status) => {
    const kept = await keep(bytesOf(90_000, 3).subarray(0, 12_345));
    let count = 0;
    server.answer = ({ url }, response) => {
      if (!url?.endsWith(ASSET) || count++ > 0) return false;
      response.writeHead(status).end();
      return true;
    };
    expect((await complete()).verified).toBe(true);
    expect(server.log.filter((line) => line.includes(ASSET))).toEqual([kept, kept]);
  });

  it.each<[string, () => Partial<CompleteOptions>]>([
    ['the address is not on the list', () => ({ check: allowedOrigins([]) })],
    [
      'nothing is there today',
      () => {
        server.answer = (_request, response) => !!response.writeHead(404).end();
        return {};
      },
    ],
    [
      'a page is in its place',
      () => {
        server.answer = (_request, response) => !!response.writeHead(200, { 'content-length': 4 }).end('page');
        return {};
      },
    ],
  ])('keeps what it has for the next run where %s', async (_why, options) => {
    const kept = await keep(bytesOf(90_000, 3).subarray(0, 12_345));
    expect((await complete(options())).files[0]).toMatchObject({ state: 'missing' });
    server.answer = () => false;
    server.log = [];
    expect((await complete()).verified).toBe(true);
    expect(server.log).toContain(kept);
  });

  it('throws away what it has where the server knows no such range', async () => {
    const kept = await keep(bytesOf(90_000, 3).subarray(0, 12_345));
    server.answer = ({ url, headers }, response) => {
      if (!url?.endsWith(ASSET) || !headers.range) return false;
      response.writeHead(416).end();
      return true;
    };
    expect((await complete()).verified).toBe(true);
    expect(server.log.filter((line) => line.includes(ASSET))).toEqual([kept, kept.replace(/ bytes=.*/, '')]);
  });

  it('begins again where what was kept is of another file, or the server knows no ranges', async () => {
    await keep(Buffer.alloc(5000));
    await writeFile(await halfOf('iris-v1.0.0.models-models-big.bin.part001'), bytesOf(250_001, 2).subarray(0, 100));
    server.answer = ({ url }, response, bytes) => {
      if (!url?.endsWith('part001')) return false;
      response.writeHead(200).end(bytes);
      return true;
    };
    expect((await complete()).verified).toBe(true);
  });

  it('keeps what it has where one file cannot be had, and says why', async () => {
    server.files.delete(ASSET);
    const first = await complete();
    expect(first).toMatchObject({ bag: null, verified: false });
    expect(first.files[0]).toMatchObject({
      state: 'missing',
      parts: [{ name: ASSET, reason: 'nothing is there (HTTP 404)' }],
    });
    server.files.set(ASSET, bytesOf(90_000, 3));
    server.log = [];
    expect((await complete()).verified).toBe(true);
    expect(server.log).toEqual([`GET /o/r/releases/download/v1.0.0/${ASSET}`]);
  });

  it.each([
    [
      'more bytes than the bag says',
      (bytes: Buffer) => Buffer.concat([bytes, Buffer.from('!')]),
      /expected 90000 bytes, found/,
    ],
    ['other bytes', (bytes: Buffer) => Buffer.from(bytes).fill(1), /expected sha256 [0-9a-f]{64}, found/],
    ['a page in their place', () => Buffer.from('<html>Sign in</html>'), /expected 90000 bytes, found 20/],
  ])('rejects %s', async (_what, change, reason) => {
    server.files.set(ASSET, change(server.files.get(ASSET) as Buffer));
    const [file] = (await complete()).files;
    expect(file).toMatchObject({ state: 'missing' });
    expect(file?.parts[0]?.reason).toMatch(reason);
  });

  it('rejects bytes without end', async () => {
    server.answer = (_request, response) => {
      response.writeHead(200);
      const more = (): void => void response.write(Buffer.alloc(65_536), () => !response.destroyed && more());
      more();
      return true;
    };
    const { files } = await complete();
    expect(files[0]?.parts[0]?.reason).toMatch(/expected 90000 bytes, found more/);
  });

  it('opens only listed hosts by listed schemes, wherever it is led', async () => {
    const none = await complete({ check: allowedOrigins(['https://github.com']) });
    expect(none.files[0]?.parts[0]?.reason).toBe(
      `not opened: ${server.origin} is not on the list (--allow ${server.origin})`,
    );
    expect(server.log).toEqual([]);
    // No folder stays for what was not fetched.
    expect(await readdir(join(folder, 'out'))).toEqual([]);
    server.answer = (_request, response) => {
      response.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data' }).end();
      return true;
    };
    const led = await complete();
    expect(led.files[0]?.parts[0]?.reason).toContain('http://169.254.169.254 is not on the list');
    server.answer = (_request, response) => {
      response.writeHead(302, { location: 'file:///etc/passwd' }).end();
      return true;
    };
    const astray = await complete();
    expect(astray.files[0]?.parts[0]?.reason).toBe('not opened: expected a web address, found file:');
  });

  describe('of private repositories', () => {
    let storage: AssetServer;
    const authorizations: (string | undefined)[] = [];
    /** What the API does before it answers; true where that is the answer. */
    let fails: (response: ServerResponse) => boolean;
    beforeEach(async () => {
      storage = await assetServer();
      fails = () => false;
      authorizations.length = 0;
      for (const [name, bytes] of server.files) storage.files.set(name, bytes);
      storage.answer = ({ headers }) => {
        authorizations.push(headers.authorization);
        return false;
      };
      server.answer = ({ url, headers }, response) => {
        if (url?.startsWith('/o/r/')) response.writeHead(404).end();
        else if (headers.authorization !== 'Bearer secret') response.writeHead(401).end();
        else if (url === '/api/repos/o/r/releases/tags/v1.0.0') {
          if (!fails(response)) response.end('{"id":7}');
        } else if (url?.startsWith('/api/repos/o/r/releases/7/assets'))
          response.end(JSON.stringify([...server.files.keys()].map((name, id) => ({ id, name }))));
        else {
          const id = Number(/assets\/(\d+)$/.exec(url ?? '')?.[1]);
          response.writeHead(302, { location: `${storage.origin}/${[...server.files.keys()][id]}` }).end();
        }
        return true;
      };
    });
    afterEach(() => storage.close());

    const completePrivate = () =>
      complete({
        github: { server: server.origin, api: `${server.origin}/api`, token: 'secret' },
        check: allowedOrigins([server.origin, storage.origin]),
      });

    it('asks the API, with the token for the API alone', async () => {
      expect((await completePrivate()).verified).toBe(true);
      expect(authorizations).toEqual([undefined, undefined, undefined, undefined]);
    });

    it('goes on where an earlier run was broken off', async () => {
      await keep(bytesOf(90_000, 3).subarray(0, 12_345));
      expect((await completePrivate()).verified).toBe(true);
      expect(storage.log).toContain(`GET /${ASSET} bytes=12345-`);
    });

    it.each<[string, (response: ServerResponse) => void]>([
      ['breaks off', (response) => response.writeHead(200).write('{"id"', () => response.destroy())],
      ['is overloaded', (response) => response.writeHead(503).end()],
      ['wants fewer questions', (response) => response.writeHead(429).end()],
    ])('asks again where the API %s', async (_what, fail) => {
      let count = 0;
      fails = (response) => {
        if (count++ > 0) return false;
        fail(response);
        return true;
      };
      expect((await completePrivate()).verified).toBe(true);
    });

    it('says so where the API always breaks off', async () => {
      fails = (response) => response.writeHead(200).write('{"id"', () => response.destroy());
      const { files } = await completePrivate();
      expect(files.map(({ state }) => state)).toEqual(['missing', 'missing']);
      expect(files[0]?.parts[0]?.reason).toMatch(/^GitHub's API broke off: /);
    });
  });
});

describe('the name of a piece', () => {
  it('is the end of its address, in characters of names', () => {
    expect(nameFor('https://example.org/a/w%20x.bin?v=1', 'data/b')).toBe('w_20x.bin');
    expect(nameFor('https://example.org/', 'data/b.bin')).toBe('b.bin');
    expect(nameFor('https://example.org/...', 'data/b')).toBe('_');
    expect(nameFor('https://example.org/NUL.bin', 'data/b')).toBe('_NUL.bin');
  });

  it('ends for an address of dots', async () => {
    const address = `https://example.org/a${'.'.repeat(400_000)}b`;
    expect(await ended(() => nameFor(address, 'data/b'))).toBe('_b');
  });
});

describe('bags of others', () => {
  const text = (name: string, content: string) => ({ name, bytes: Buffer.from(content) });
  const foreign = (url: string, path = 'data/a.txt', length = '5'): Buffer =>
    zipOf([
      text('bagit.txt', 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n'),
      text(
        'manifest-md5.txt',
        `5d41402abc4b2a76b9719d911017c592  ${path}\n7d793037a0760186574b0282f2f435e7  data/b.txt\n`,
      ),
      text('fetch.txt', `${url} ${length} ${path}\n`),
      text('data/b.txt', 'world'),
    ]);

  it('are completed by fetch.txt and held to their own digests', async () => {
    server.files.set('remote', Buffer.from('hello'));
    const path = join(folder, 'other.zip');
    await writeFile(path, foreign(`${server.origin}/remote`, 'data/a.txt', '-'));
    const document = await complete({}, path);
    expect(document).toMatchObject({ verified: true, problems: [] });
    server.files.set('remote', Buffer.from('HELLO'));
    const [file] = (await complete({ out: join(folder, 'again') }, path)).files;
    expect(file?.parts[0]?.reason).toMatch(/^expected md5 5d41402abc4b2a76b9719d911017c592, found/);
  });

  it('may write their tag files in UTF-16', async () => {
    server.files.set('remote', Buffer.from('hello'));
    const wide = (content: string) => Buffer.from(`\ufeff${content}`, 'utf16le');
    const path = join(folder, 'wide.zip');
    await writeFile(
      path,
      zipOf([
        text('bagit.txt', 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-16\n'),
        { name: 'manifest-md5.txt', bytes: wide('5d41402abc4b2a76b9719d911017c592  data/a.txt\n') },
        { name: 'fetch.txt', bytes: wide(`${server.origin}/remote 5 data/a.txt\n`) },
      ]),
    );
    expect(await complete({ out: join(folder, 'wide') }, path)).toMatchObject({ verified: true, problems: [] });
  });

  it('may fetch several files whose addresses end in the same name', async () => {
    const files = { 'data/a/w.bin': 'far', 'data/b/w.bin': 'FAR', 'data/c/w.bin': 'Far' };
    const urls = ['a/w.bin', 'b/w.bin', 'c/W.BIN'].map((each) => `${server.origin}/${each}`);
    server.answer = ({ url }, response) => {
      response.end(Object.values(files)[urls.indexOf(`${server.origin}${url}`)]);
      return true;
    };
    const path = join(folder, 'other.zip');
    const manifest = Object.entries(files).map(([name, content]) => `${digest('sha256', content)}  ${name}\n`);
    await writeFile(
      path,
      zipOf([
        text('bagit.txt', 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n'),
        text('manifest-sha256.txt', manifest.join('')),
        text(
          'fetch.txt',
          Object.keys(files)
            .map((name, i) => `${urls[i]} 3 ${name}\n`)
            .join(''),
        ),
      ]),
    );
    expect(await complete({}, path)).toMatchObject({ verified: true });
    // By hand they can lie under that name in a folder each.
    for (const [name, content] of Object.entries(files))
      await writeFolder(folder, [text(name.replace('data/c/w.bin', 'data/c/W.BIN'), content)]);
    const from = ['a', 'b', 'c'].map((each) => join(folder, 'data', each));
    server.log = [];
    const local = await complete({ from, out: join(folder, 'local') }, path);
    expect([local.verified, server.log]).toEqual([true, []]);
  });

  it('may fetch a file that is named like the half of another one', async () => {
    server.files.set('w.partial', Buffer.from('hello')).set('w', Buffer.from('world!'));
    const path = join(folder, 'other.zip');
    const listed = [['w.partial', 'hello'] as const, ['w', 'world!'] as const];
    const manifest = listed.map(([name, content]) => `${digest('sha256', content)}  data/${name}\n`).join('');
    await writeFile(
      path,
      zipOf([
        text('bagit.txt', 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n'),
        text('manifest-sha256.txt', manifest),
        text(
          'fetch.txt',
          listed.map(([name, { length }]) => `${server.origin}/${name} ${length} data/${name}\n`).join(''),
        ),
      ]),
    );
    expect(await complete({}, path)).toMatchObject({ verified: true });
  });

  it('keep a tag file that is named like what is fetched', async () => {
    const path = join(folder, 'other.zip');
    const members = foreignBag({ fetch: { 'data/far.txt': `${server.origin}/bag-info.txt` } });
    await writeFile(path, zipOf(members));
    server.files.set('bag-info.txt', Buffer.from('far'));
    const document = await complete({}, path);
    const contents = await openBagContents(document.bag?.path ?? '');
    expect([...(contents?.files.keys() ?? [])]).toContain('bag-info.txt');
    await contents?.close();
  });

  it.each(['data/../../escaped.txt', '/etc/escaped.txt', 'data\\..\\..\\escaped.txt', '~/escaped.txt'])(
    'never write outside of the bag (%s)',
    async (name) => {
      const path = join(folder, 'hostile.zip');
      await writeFile(path, foreign(`${server.origin}/remote`, name));
      server.files.set('remote', Buffer.from('hello'));
      expect(await complete({}, path)).toMatchObject({ bag: null, files: [] });
      expect(server.log).toEqual([]);
    },
  );

  it('keep what is fetched under a name that cannot leave its folder', async () => {
    const path = join(folder, 'hostile.zip');
    await writeFile(path, foreign(`${server.origin}/a/..%2F..%2Fescaped`));
    server.answer = (_request, response) => {
      response.end('hello');
      return true;
    };
    expect((await complete({}, path)).verified).toBe(true);
    expect((await readdir(folder)).sort()).not.toContain('escaped');
  });

  it('may name a part as long as file systems allow', async () => {
    const name = 'n'.repeat(255);
    const path = join(folder, 'long.zip');
    const sha256 = digest('sha256', 'hello');
    const part = { name, url: `${server.origin}/far`, size: 5, sha256 };
    const listed = {
      schema: 'modelbag/parts/1',
      bag: 'b',
      files: [{ path: 'data/a', size: 5, sha256, parts: [part] }],
    };
    await writeFile(
      path,
      zipOf([
        text('bagit.txt', 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n'),
        text('manifest-sha256.txt', `${sha256}  data/a\n`),
        text('parts.json', JSON.stringify(listed)),
      ]),
    );
    server.files.set('far', Buffer.from('hello'));
    expect(await complete({}, path)).toMatchObject({ verified: true });
  });

  it('cannot make it write through a link', async () => {
    await symlink(join(folder, 'elsewhere'), await halfOf(ASSET));
    await expect(complete()).rejects.toThrow(/expected only what was fetched before at .*, found something else/);
    expect(await readdir(folder)).not.toContain('elsewhere');
  });

  it('cannot make it write into another file of the same content', async () => {
    const own = join(folder, 'own');
    await writeFile(own, 'mine');
    await link(own, await halfOf(ASSET));
    expect(await complete()).toMatchObject({ verified: true });
    expect(await readFile(own, 'utf8')).toBe('mine');
  });

  it('cannot make it keep what it fetches in another folder', async () => {
    const path = join(folder, 'linked.zip');
    await writeFile(path, foreign(`${server.origin}/remote`));
    server.files.set('remote', Buffer.from('hello'));
    await mkdir(join(folder, 'elsewhere'));
    await symlink(join(folder, 'elsewhere'), join(folder, 'linked-complete.zip.fetched'));
    await expect(complete({ out: folder }, path)).rejects.toThrow(/expected only what was fetched before at/);
    expect(await readdir(join(folder, 'elsewhere'))).toEqual([]);
  });

  it('cannot fill the disk by what they declare', async () => {
    const path = join(folder, 'huge.zip');
    await writeFile(path, foreign(`${server.origin}/remote`, 'data/a.txt', `${2 ** 52}`));
    await expect(complete({}, path)).rejects.toThrow(/expected \d+ free bytes for .*, found a full disk/);
    expect(server.log).toEqual([]);
  });

  it('leave nothing of a file without a length that broke off', async () => {
    const path = join(folder, 'unknown.zip');
    await writeFile(path, foreign(`${server.origin}/remote`, 'data/a.txt', '-'));
    server.answer = (_request, response) => {
      response.writeHead(200, { 'content-length': 5 }).write('hel', () => response.destroy());
      return true;
    };
    const { files } = await complete({ out: join(folder, 'unknown') }, path);
    expect(files).toMatchObject([{ state: 'missing' }]);
    expect(await readdir(join(folder, 'unknown'))).toEqual([]);
  });
});
