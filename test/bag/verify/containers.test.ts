import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bagsAt } from '../../../src/bag/verify/find-bags.js';
import { verifyBag } from '../../../src/bag/verify.js';
import { digest, foreignBag, type Member, writeFolder, zipOf } from '../foreign-bag.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'modelbag-containers-'));
});
afterAll(() => rm(folder, { recursive: true }));

let counter = 0;
const verifyBytes = async (bytes: Uint8Array) => {
  const path = join(folder, `${counter++}`);
  await writeFile(path, bytes);
  return verifyBag(path);
};
const kinds = ({ problems }: Awaited<ReturnType<typeof verifyBag>>) =>
  problems.map(({ file, kind }) => `${kind} ${file}`.trim());

interface TarEntry extends Member {
  /** '2' a symbolic link, '6' a pipe. */
  type?: string;
  link?: string;
}

/** A POSIX tar written independently of our writer. */
function tarOf(entries: readonly TarEntry[]): Buffer {
  const blocks = entries.flatMap(({ name, bytes, type = '0', link = '', size = bytes.length }) => {
    const header = Buffer.alloc(512);
    header.write(name, 0);
    header.write('0000644\0', 100);
    header.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
    header.write('        ', 148);
    header.write(type, 156);
    header.write(link, 157);
    header.write('ustar\0' + '00', 257);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    return [header, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)];
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

describe('verifying tars', () => {
  it.each<[string, (bytes: Buffer) => Buffer]>([
    ['plain', (bytes) => bytes],
    ['gzipped', (bytes) => gzipSync(bytes)],
  ])('finds a sound one valid, with a top folder or none, and names what changed: %s', async (_, pack) => {
    for (const top of ['', './', 'my-bag/']) {
      const members = foreignBag({ top, algorithms: ['md5', 'sha512'] });
      expect([top, await verifyBytes(pack(tarOf(members)))]).toMatchObject([top, { verdict: 'valid', problems: [] }]);
      const changed = members.map((each) =>
        each.name.endsWith('two.txt') ? { ...each, bytes: Buffer.from('too') } : each,
      );
      expect(kinds(await verifyBytes(pack(tarOf(changed))))).toEqual(['digest data/two.txt', 'digest data/two.txt']);
    }
  });

  it.each<[string, TarEntry, string]>([
    ['a member that leaves the bag', { name: 'data/../../x', bytes: Buffer.from('x') }, 'path-escape data/../../x'],
    ['an absolute member', { name: '/etc/x', bytes: Buffer.from('x') }, 'path-escape /etc/x'],
    ['a link', { name: 'data/l', bytes: Buffer.alloc(0), type: '2', link: '/etc/passwd' }, 'symlink data/l'],
    ['a pipe', { name: 'data/p', bytes: Buffer.alloc(0), type: '6' }, 'unreadable data/p'],
    ['a member twice', { name: 'data/one.txt', bytes: Buffer.from('two') }, 'duplicate-member data/one.txt'],
    [
      'a member longer than the tar',
      { name: 'data/z', bytes: Buffer.from('x'), size: 1 << 30 },
      'tar-structure data/z',
    ],
  ])('tells %s', async (_, entry, problem) => {
    const report = await verifyBytes(tarOf([...foreignBag({ bare: true }), entry]));
    expect(report.verdict).toBe('invalid');
    expect(kinds(report)).toContain(problem);
  });

  it.each(['', 'my-bag/'])('tells every hostile member beside a bag in %j', async (top) => {
    const hostile: TarEntry[] = [
      { name: `${top}data/l`, bytes: Buffer.alloc(0), type: '2', link: '/etc/passwd' },
      { name: '../../evil', bytes: Buffer.from('x') },
      { name: '/etc/x', bytes: Buffer.from('x') },
      { name: `${top}data/p`, bytes: Buffer.alloc(0), type: '6' },
    ];
    const changed = foreignBag({ top }).map((each) =>
      each.name.endsWith('two.txt') ? { ...each, bytes: Buffer.from('too') } : each,
    );
    const found = kinds(await verifyBytes(tarOf([...changed, ...hostile])));
    for (const kind of ['symlink', 'path-escape ../../evil', 'path-escape /etc/x', 'unreadable', 'digest data/two.txt'])
      expect(found).toContainEqual(expect.stringContaining(kind));
    const nothing = kinds(await verifyBytes(tarOf(hostile)));
    expect(nothing.filter((each) => /^(?:symlink|path-escape|unreadable)/.test(each))).toHaveLength(4);
  });

  it.each(['data/./one.txt', 'data//one.txt', './data/one.txt', 'data\\one.txt'])(
    'tells %s, which takes the place of another member once unpacked',
    async (name) => {
      const twin = { name, bytes: Buffer.from('two') };
      for (const report of [
        await verifyBytes(zipOf([...foreignBag({ bare: true }), twin])),
        await verifyBytes(tarOf([...foreignBag({ bare: true }), twin])),
        await verifyBytes(zipOf(foreignBag({ payload: { 'data/one.txt': 'one', [name]: 'two' } }))),
      ])
        expect([report.verdict, kinds(report)]).toEqual([
          'invalid',
          expect.arrayContaining([`duplicate-member ${name}`]),
        ]);
    },
  );

  it('tells a name beside a listed one that differs in case alone', async () => {
    const twin = { name: 'DATA/one.txt', bytes: Buffer.from('two') };
    expect(kinds(await verifyBytes(zipOf([...foreignBag(), twin])))).toEqual(['duplicate-member DATA/one.txt']);
    const both = foreignBag({ payload: { 'data/one.txt': 'one', 'data/One.txt': 'two' } });
    expect(await verifyBytes(zipOf(both))).toMatchObject({ verdict: 'valid', problems: [] });
  });

  it.each(['bagit.txt.', 'bagit.txt ', 'data ./two.txt', 'Data../two.txt. ', 'DATA', 'data.'])(
    'tells %j beside a listed one, which is the same name in Windows',
    async (name) => {
      const twin = { name, bytes: Buffer.from('two') };
      expect(kinds(await verifyBytes(zipOf([...foreignBag(), twin])))).toEqual([`duplicate-member ${name}`.trim()]);
    },
  );

  it('tells a listed path that is longer than any system opens', async () => {
    const long = foreignBag({ bare: true, fetch: { [`data/${'%'.repeat(5000)}`]: 'https://example.org/x' } });
    expect(kinds(await verifyBytes(zipOf(long)))).toEqual([
      'resource-limit manifest-sha256.txt',
      'resource-limit fetch.txt',
    ]);
  });

  it('takes names with segments that lead nowhere for what they are once unpacked', async () => {
    const members = foreignBag({ payload: { 'data/./one.txt': 'one', 'data//two.txt': 'two' } });
    for (const bytes of [zipOf(members), tarOf(members)])
      expect(await verifyBytes(bytes)).toMatchObject({ verdict: 'valid', problems: [] });
    const twice = foreignBag({ bare: true }).map((each) =>
      each.name === 'manifest-sha256.txt'
        ? { ...each, bytes: Buffer.concat([each.bytes, Buffer.from(`${digest('sha256', 'one')}  data/./one.txt\n`)]) }
        : each,
    );
    expect(kinds(await verifyBytes(zipOf(twice)))).toEqual(['manifest manifest-sha256.txt']);
  });

  it('says by which tool a member can be unpacked that it cannot read', async () => {
    const zip = zipOf(foreignBag({ payload: { 'data/one.txt': 'one' }, bare: true }));
    // The method of the last member, in both headers.
    const name = zip.lastIndexOf('manifest-sha256.txt');
    const [central, local] = [name - 46, zip.lastIndexOf('PK\x03\x04', name)];
    zip.writeUInt16LE(98, central + 10);
    zip.writeUInt16LE(98, local + 8);
    const path = join(folder, 'ppmd.zip');
    await writeFile(path, zip);
    const { problems } = await verifyBag(path);
    expect(problems.find(({ kind }) => kind === 'unreadable')?.found).toBe(
      'PPMd (method 98): unpack it with 7-Zip and use the folder',
    );
  });

  it('tells a Unicode name that only a local header has', async () => {
    const members = foreignBag({ bare: true }).map((each) =>
      each.name === 'data/one.txt' ? { ...each, local: 'data/six.txt' } : each,
    );
    const path = join(folder, 'local-name.zip');
    await writeFile(path, zipOf(members));
    const { verdict, problems } = await verifyBag(path);
    expect([verdict, problems]).toMatchObject([
      'invalid',
      [{ file: 'data/one.txt', kind: 'zip-structure', found: '"data/six.txt"' }],
    ]);
  });

  it('takes names from the field that is there for them, as unzip does', async () => {
    const payload = { 'data/ü.txt': 'one' };
    const members = foreignBag({ payload }).map((each) =>
      each.name === 'data/ü.txt' ? { ...each, header: 'data/ü.txt' } : each,
    );
    expect(await verifyBytes(zipOf(members))).toMatchObject({ verdict: 'valid', problems: [] });
    const twin = { name: 'data/ü.txt', bytes: Buffer.from('two') };
    for (const hostile of [
      [...members, twin],
      [twin, ...members],
    ])
      expect(kinds(await verifyBytes(zipOf(hostile)))).toContain('duplicate-member data/ü.txt');
    const swapped = foreignBag().map((each) => {
      if (!each.name.startsWith('data/')) return each;
      return { ...each, header: each.name, name: each.name.replace(/one|two/, (n) => (n === 'one' ? 'two' : 'one')) };
    });
    expect(kinds(await verifyBytes(zipOf(swapped)))).toEqual(
      expect.arrayContaining(['zip-structure data/one.txt', 'digest data/one.txt']),
    );
    const leaving = members.map((each) => (each.name === 'data/ü.txt' ? { ...each, name: '../ü.txt' } : each));
    expect(kinds(await verifyBytes(zipOf(leaving)))).toContain('path-escape ../ü.txt');
  });

  it('takes zeros behind a zip for the rest of a block, and tells anything else', async () => {
    const zip = zipOf(foreignBag());
    expect(await verifyBytes(Buffer.concat([zip, Buffer.alloc(737)]))).toMatchObject({ verdict: 'valid' });
    expect(kinds(await verifyBytes(Buffer.concat([zip, Buffer.alloc(737), Buffer.from('x')])))).toEqual([
      'zip-structure',
    ]);
  });

  it('takes a hard link to a file before it for that file, and tells one that leads elsewhere', async () => {
    const payload = { 'data/one.txt': 'one', 'data/two.txt': 'one' };
    const linked = (link: string) =>
      tarOf([
        ...foreignBag({ payload }).filter(({ name }) => name !== 'data/two.txt'),
        { name: 'data/two.txt', bytes: Buffer.alloc(0), type: '1', link },
      ]);
    expect(await verifyBytes(linked('data/one.txt'))).toMatchObject({ verdict: 'valid', problems: [] });
    expect(kinds(await verifyBytes(linked('/etc/passwd')))).toContain('symlink data/two.txt');
  });

  it('tells a file with holes that are not in the tar', async () => {
    const sparse: TarEntry = { name: 'data/holes', bytes: Buffer.from('x'), type: 'S' };
    expect(kinds(await verifyBytes(tarOf([...foreignBag({ bare: true }), sparse])))).toEqual(['unreadable data/holes']);
  });

  it('tells a gzip that is cut or holds no tar', async () => {
    const bag = gzipSync(tarOf(foreignBag()));
    expect((await verifyBytes(bag.subarray(0, bag.length - 40))).verdict).toBe('invalid');
    expect(kinds(await verifyBytes(gzipSync('text')))).toEqual(['not-a-bag']);
    const bomb = gzipSync(Buffer.alloc(1 << 20));
    expect((await verifyBytes(bomb)).verdict).toBe('invalid');
  });
});

const crateOf = (parts: readonly Record<string, unknown>[]): Buffer =>
  Buffer.from(
    JSON.stringify({
      '@context': 'https://w3id.org/ro/crate/1.1/context',
      '@graph': [
        { '@id': 'ro-crate-metadata.json', '@type': 'CreativeWork', about: { '@id': './' } },
        {
          '@id': './',
          '@type': 'Dataset',
          name: 'x',
          description: 'x',
          datePublished: '2026-01-01',
          license: 'none',
          hasPart: parts.map((part) => ({ '@id': part['@id'] })),
        },
        ...parts,
      ],
    }),
  );

describe('verifying plain crates', () => {
  const part = { '@id': 'a%20b.txt', '@type': 'File', contentSize: '3', sha256: digest('sha256', 'one') };
  const members = (text: string, top = '', described: object = part): Member[] => [
    { name: `${top}ro-crate-metadata.json`, bytes: crateOf([described as Record<string, unknown>]) },
    { name: `${top}a b.txt`, bytes: Buffer.from(text) },
    { name: `${top}undescribed.txt`, bytes: Buffer.from('more') },
  ];

  it('finds a sound one valid: zip, top folder, tar, folder', async () => {
    const unpacked = join(folder, 'crate');
    await writeFolder(unpacked, members('one'));
    const reports = [
      await verifyBytes(zipOf(members('one'))),
      await verifyBytes(zipOf([...members('one', 'crate/'), { name: '__MACOSX/._x', bytes: Buffer.from('') }])),
      await verifyBytes(tarOf(members('one'))),
      await verifyBag(unpacked),
    ];
    for (const report of reports)
      expect(report).toMatchObject({ kind: 'crate', verdict: 'valid', problems: [], crate: { valid: true } });
  });

  it('takes one that was published by itself', async () => {
    const remote = { '@id': 'https://example.org/a', '@type': 'File', contentSize: '3' };
    const own = crateOf([remote]).toString().replaceAll('"./"', '"https://example.org/"');
    for (const [text, verdict] of [
      [own, 'valid'],
      [own.replaceAll('https://example.org/a', 'a'), 'invalid'],
    ] as const) {
      const path = join(folder, 'x-ro-crate-metadata.json');
      await writeFile(path, text);
      expect(await verifyBag(path)).toMatchObject({ kind: 'crate', verdict });
    }
  });

  it('takes objects where texts are expected for what they are', async () => {
    const odd = crateOf([
      { ...part, contentSize: { toString: 1 } },
      { '@id': 'x', '@type': { a: 1 } },
    ]).toString();
    const strange = odd.replace('"https://w3id.org/ro/crate/1.1/context"', '[{"toString":1}]');
    const report = await verifyBytes(
      zipOf([
        { name: 'ro-crate-metadata.json', bytes: Buffer.from(strange) },
        { name: 'a b.txt', bytes: Buffer.from('one') },
      ]),
    );
    expect(report.crate.problems.map(({ expected }) => expected)).toContain('the context of an RO-Crate version');
  });

  it('finds sound ones of 1.0, with the name that it had, and with folders that hold nothing', async () => {
    const crate = (text: string, descriptor: string) => ({
      name: descriptor,
      bytes: Buffer.from(text.replaceAll('ro-crate-metadata.json', descriptor)),
    });
    const old = crateOf([{ '@id': 'empty/', '@type': 'Dataset' }]).toString();
    const report = await verifyBytes(
      zipOf([crate(old, 'ro-crate-metadata.jsonld'), { name: 'empty/', bytes: Buffer.alloc(0) }]),
    );
    expect(report).toMatchObject({ kind: 'crate', verdict: 'valid', problems: [], crate: { valid: true } });
  });

  it('says where a crate is no JSON what stands there', async () => {
    const { crate } = await verifyBytes(zipOf([{ name: 'ro-crate-metadata.json', bytes: Buffer.from('{nope') }]));
    expect(crate.problems).toMatchObject([{ expected: 'JSON', found: '"n" in the place of a string' }]);
  });

  it('tells a crate that is nested without end', async () => {
    const bytes = Buffer.from(`${'['.repeat(100_000)}${']'.repeat(100_000)}`);
    const { crate } = await verifyBytes(zipOf([{ name: 'ro-crate-metadata.json', bytes }]));
    expect(crate.problems.map(({ expected }) => expected)).toEqual(['JSON']);
  });

  it('tells another digest, another size and a missing file', async () => {
    expect(kinds(await verifyBytes(zipOf(members('two'))))).toEqual(['digest a b.txt']);
    for (const wrong of [members('four'), members('one', '', { ...part, '@id': 'c.txt' })]) {
      const report = await verifyBytes(zipOf(wrong));
      expect([report.verdict, report.crate.valid]).toEqual(['invalid', false]);
    }
  });

  it('holds a bag to the digests of its crate too', async () => {
    const crate = crateOf([{ '@id': 'data/one.txt', '@type': 'File', sha256: digest('sha256', 'other') }]);
    const report = await verifyBytes(
      zipOf([...foreignBag({ bare: true }), { name: 'ro-crate-metadata.json', bytes: crate }]),
    );
    expect(report.problems).toEqual([
      {
        file: 'data/one.txt',
        kind: 'digest',
        expected: `sha256 ${digest('sha256', 'other')} (ro-crate-metadata.json)`,
        found: digest('sha256', 'one'),
      },
    ]);
  });
});

describe('finding bags', () => {
  it('takes a bag as it is, and of a folder every bag in it, in byte order', async () => {
    const shelf = join(folder, 'shelf');
    await mkdir(join(shelf, '2025/deep'), { recursive: true });
    await mkdir(join(shelf, '.cache'));
    await writeFolder(join(shelf, 'unpacked'), foreignBag());
    for (const name of [
      'b.zip',
      'B.zip',
      '2025/a.tar',
      '2025/deep/c.tar.gz',
      '2025/deep/d.txz',
      '.cache/d.zip',
      'notes.txt',
    ])
      await writeFile(join(shelf, name), '');
    await symlink(shelf, join(shelf, 'again'));
    const names = (await bagsAt(shelf)).map((path) => path.slice(shelf.length + 1));
    expect(names).toEqual(['2025/a.tar', '2025/deep/c.tar.gz', '2025/deep/d.txz', 'B.zip', 'b.zip', 'unpacked']);
    for (const path of [join(shelf, 'unpacked'), join(shelf, 'b.zip'), join(shelf, '.cache', 'none')])
      expect(await bagsAt(path)).toEqual([path]);
    await mkdir(join(folder, 'empty'));
    expect(await bagsAt(join(folder, 'empty'))).toEqual([join(folder, 'empty')]);
  });
});
