import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { deflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { planBag } from '../../src/bag/plan.js';
import { verifyBag } from '../../src/bag/verify.js';
import { writeBag } from '../../src/bag/write.js';
import { memorySource } from '../../src/bytes/source.js';
import { readZipDirectory } from '../../src/containers/zip.js';
import { runs, thoroughly } from '../thorough.js';
import { DOCUMENTS, IRIS_FILES, irisAudit, OPTIONS, openerOf } from './audit-fixture.js';
import { digest, foreignBag, type Member, writeFolder, zipOf } from './foreign-bag.js';

let folder: string;
let ours: Buffer;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'modelbag-verify-'));
  const path = join(folder, 'ours.zip');
  await writeBag(planBag(irisAudit(), { ...OPTIONS, documents: DOCUMENTS }), openerOf(IRIS_FILES), path);
  ours = await readFile(path);
});
afterAll(() => rm(folder, { recursive: true }));

let counter = 0;
const verifyBytes = async (bytes: Uint8Array) => {
  const path = join(folder, `${counter++}.zip`);
  await writeFile(path, bytes);
  return verifyBag(path);
};
const verifyMembers = (members: Member[]) => verifyBytes(zipOf(members));
const kinds = (report: Awaited<ReturnType<typeof verifyBag>>) =>
  report.problems.map(({ file, kind }) => `${kind} ${file}`.trim());

/** Our bag with its members as they are, to be changed one at a time. */
const ourMembers = async (): Promise<Member[]> => {
  const source = memorySource(ours);
  const { members } = await readZipDirectory(source);
  return members
    .filter((member) => !member.isDirectory)
    .map((member) => {
      const start = member.headerOffset + 30 + member.name.length;
      return { name: member.name, bytes: Buffer.from(ours.subarray(start, start + member.size)) };
    });
};

describe('verifying', () => {
  thoroughly('tells more problems than a call has room for arguments', async () => {
    const lines = Array.from({ length: 130_000 }, (_, i) => `${'a'.repeat(32)}  data/${i}\n`);
    const text = (name: string, content: string): Member => ({ name, bytes: Buffer.from(content) });
    const report = await verifyMembers([
      text('bagit.txt', 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n'),
      text('manifest-md5.txt', lines.join('')),
      text('data/0', ''),
    ]);
    expect(report.problems.filter(({ kind }) => kind === 'missing-file')).toHaveLength(129_999);
  });
});

describe('verifying our bags', () => {
  it('finds them valid, crate included', async () => {
    expect(await verifyBytes(ours)).toEqual({
      profiles: [{ id: expect.stringMatching(/bagit-profile-1\.json$/), valid: true, problems: [] }],
      schema: 'modelbag/verify/1',
      bag: expect.stringMatching(/\.zip$/),
      kind: 'bag',
      verdict: 'valid',
      problems: [],
      crate: { valid: true, problems: [] },
      models: { unchanged: 0, changed: [] },
    });
  });

  it('gives a report that fits its schema', async () => {
    const schema = JSON.parse(
      await readFile(fileURLToPath(new URL('../../schemas/verify.schema.json', import.meta.url)), 'utf8'),
    );
    const validate = new Ajv2020({ strict: false }).compile(schema);
    validate([await verifyBytes(ours), await verifyBytes(ours.subarray(0, 3000)), await verifyBytes(Buffer.alloc(5))]);
    expect(validate.errors).toBeNull();
  });

  it('names the file in which any payload byte was flipped', async () => {
    const { members } = await readZipDirectory(memorySource(ours));
    for (const member of members.filter(({ name, size }) => name.startsWith('data/') && size > 0)) {
      const bytes = Buffer.from(ours);
      const at = member.headerOffset + 30 + member.name.length + Math.floor(member.size / 2);
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      const report = await verifyBytes(bytes);
      expect(report.verdict).toBe('invalid');
      expect(kinds(report)).toEqual(expect.arrayContaining([`digest ${member.name}`, `crc ${member.name}`]));
    }
  });

  it('notices a flipped byte anywhere in the zip', async () => {
    const step = Math.max(1, Math.floor(ours.length / runs(400)));
    for (let at = 0; at < ours.length; at += step) {
      const bytes = Buffer.from(ours);
      bytes[at] = (bytes[at] ?? 0) ^ 0x20;
      const report = await verifyBytes(bytes);
      if (report.verdict === 'valid') expect([at, whereIs(at)]).toEqual([at, 'time or mode']);
    }
  });

  it('names what is missing, what is too much, and what lies in no manifest', async () => {
    const members = await ourMembers();
    const without = members.filter(({ name }) => name !== 'data/src/train.py' && name !== 'report.md');
    const missing = await verifyMembers(without);
    expect(missing.verdict).toBe('invalid'); // Payload-Oxum counts it
    expect(kinds(missing)).toEqual([
      'missing-file data/src/train.py',
      'missing-file report.md',
      'payload-oxum bag-info.txt',
    ]);
    const more = await verifyMembers([...members, { name: 'data/extra.bin', bytes: Buffer.from('x') }]);
    expect(kinds(more)).toEqual(['extra-file data/extra.bin', 'payload-oxum bag-info.txt']);
    expect(missing.crate.problems.map(({ expected }) => expected)).toEqual([
      'the file "data/src/train.py" in the bag',
      'the file "src/train.py" in the bag',
    ]);
  });

  it('tells a cut zip at any length', async () => {
    for (let length = 0; length < ours.length; length += 997) {
      const report = await verifyBytes(ours.subarray(0, length));
      expect([length, report.verdict]).toEqual([length, 'invalid']);
      expect(['zip-structure', 'not-a-bag']).toContain(report.problems[0]?.kind);
    }
  });

  it('tells bytes before and behind the zip', async () => {
    expect(kinds(await verifyBytes(Buffer.concat([ours, Buffer.from('more')])))).toEqual(['zip-structure']);
    expect(kinds(await verifyBytes(Buffer.concat([Buffer.from('more'), ours])))).toEqual(['zip-structure']);
  });

  it('asks for the models to be inspected again', async () => {
    const path = join(folder, 'ours.zip');
    const seen: string[] = [];
    const report = await verifyBag(path, {
      async reinspect(contents) {
        const source = await contents.files.get('data/exports/models/net.safetensors')!.open();
        seen.push(...contents.files.keys(), `${source.size}`);
        return { unchanged: 1, changed: [{ path: 'a', expected: 'x', found: 'y' }] };
      },
    });
    expect(report.models).toEqual({ unchanged: 1, changed: [{ path: 'a', expected: 'x', found: 'y' }] });
    expect(seen).toContain('evidence.json');
  });

  it('finds them valid below one folder and as a folder', async () => {
    const path = join(folder, 'layout.zip');
    await writeBag(planBag(irisAudit(), { ...OPTIONS, layout: 'folder' }), openerOf(IRIS_FILES), path);
    expect(await verifyBag(path)).toMatchObject({ verdict: 'valid', crate: { valid: true } });
    const unpacked = join(folder, 'unpacked');
    await writeFolder(unpacked, await ourMembers());
    expect(await verifyBag(unpacked)).toMatchObject({ verdict: 'valid', crate: { valid: true } });
    await rm(join(unpacked, 'data/src/train.py'));
    await writeFile(join(unpacked, 'data/note.txt'), 'x');
    expect(kinds(await verifyBag(unpacked))).toEqual([
      'missing-file data/src/train.py',
      'extra-file data/note.txt',
      'payload-oxum bag-info.txt',
    ]);
  });
});

/** What of our zip may change without a reader noticing: times, modes, versions. Everything else must be noticed. */
function whereIs(at: number): string {
  const bytes = ours;
  const signature = (from: number, text: string): boolean => bytes.subarray(from, from + 4).toString('latin1') === text;
  for (let back = 0; back < 46; back++) {
    if (signature(at - back, 'PK\x03\x04') && ((back >= 4 && back < 8) || (back >= 10 && back < 14)))
      return 'time or mode';
    const isFree = (back >= 4 && back < 10) || (back >= 12 && back < 16) || (back >= 32 && back < 42);
    if (signature(at - back, 'PK\x01\x02') && isFree) return 'time or mode';
    if (signature(at - back, 'PK\x05\x06') && back >= 4 && back < 12) return 'time or mode';
  }
  return 'content';
}

describe('verifying the bags of others', () => {
  it.each([
    ['sha512, BagIt 1.0', { algorithms: ['sha512'] }],
    ['md5 and sha1, BagIt 0.97', { algorithms: ['md5', 'sha1'], version: '0.97' }],
    ['sha256, one top folder', { top: 'my-bag/' }],
    ['deflated', { deflate: true }],
    ['CRLF in tag files', { newline: '\r\n' }],
    ['no tag manifest, no bag-info.txt', { bare: true }],
  ])('finds a sound one valid: %s', async (_, options) => {
    expect(await verifyMembers(foreignBag(options))).toMatchObject({
      verdict: 'valid',
      problems: [],
      crate: { valid: null, problems: [] },
    });
  });

  it('finds a file whose name is normalized otherwise', async () => {
    const members = foreignBag({ payload: { 'data/e\u0301.txt': 'x' } });
    const composed = members.map((member) =>
      member.name === 'data/e\u0301.txt' ? { ...member, name: 'data/\u00e9.txt' } : member,
    );
    expect((await verifyMembers(composed)).verdict).toBe('valid');
  });

  it('decodes %0A, %0D and %25 in manifests and nothing else', async () => {
    const payload = { 'data/a%b.txt': '1', 'data/a\nb.txt': '2', 'data/a%20b.txt': '3' };
    expect(await verifyMembers(foreignBag({ payload }))).toMatchObject({ verdict: 'valid', problems: [] });
  });

  it('decodes %25 only from 1.0 on: before, nobody encoded the %', async () => {
    const members = [
      { name: 'bagit.txt', bytes: Buffer.from('BagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-8\n') },
      { name: 'data/a%25b.txt', bytes: Buffer.from('x') },
      { name: 'manifest-sha256.txt', bytes: Buffer.from(`${digest('sha256', 'x')}  data/a%25b.txt\n`) },
    ];
    expect((await verifyMembers(members)).problems).toEqual([]);
  });

  it.each([
    ['sha3_256', 'sha3-256', '0.97'],
    ['SHA3-512', 'sha3-512', '0.97'],
    ['sha3512', 'sha3-512', '1.0'],
    ['blake2b', 'blake2b512', '1.0'],
    ['sha-256', 'sha256', '0.97'],
  ])('knows the algorithm of manifest-%s.txt', async (name, algorithm, version) => {
    const manifest = (content: string) => Buffer.from(`${digest(algorithm, content)}  data/one.txt\n`);
    const members = (content: string): Member[] => [
      ...foreignBag({ payload: { 'data/one.txt': 'one' }, version, bare: true }),
      { name: `manifest-${name}.txt`, bytes: manifest(content) },
    ];
    expect((await verifyMembers(members('one'))).problems).toEqual([]);
    expect(kinds(await verifyMembers(members('two')))).toEqual(['digest data/one.txt']);
  });

  it.each(['SHA256', 'sha-256'])('tells from 1.0 on that manifest-%s.txt has another name there', async (name) => {
    const members = foreignBag({ payload: { 'data/one.txt': 'one' }, algorithms: ['sha256'], bare: true }).map(
      (each) => (each.name === 'manifest-sha256.txt' ? { ...each, name: `manifest-${name}.txt` } : each),
    );
    const { verdict, problems } = await verifyMembers(members);
    const expected = 'the name manifest-sha256.txt';
    expect([verdict, problems]).toMatchObject([
      'invalid',
      [{ kind: 'manifest', expected, found: `manifest-${name}.txt` }],
    ]);
  });

  it('looks into so many manifests only as there may be algorithms', async () => {
    const members = foreignBag({ payload: { 'data/one.txt': 'one' }, bare: true });
    for (let i = 0; i < 200; i++) members.push({ name: `manifest-a${i}.txt`, bytes: Buffer.from('') });
    const { problems } = await verifyMembers(members);
    expect(problems.filter(({ kind }) => kind === 'unsupported-algorithm').length).toBe(64);
    expect(problems.filter(({ kind }) => kind === 'resource-limit').length).toBe(137);
  });

  it('takes a byte-order mark of UTF-8 for none of the text', async () => {
    const mark = Buffer.from('\ufeff');
    const members = foreignBag({ bare: true }).map((each) =>
      each.name.startsWith('manifest-') ? { ...each, bytes: Buffer.concat([mark, each.bytes]) } : each,
    );
    expect((await verifyMembers(members)).problems).toEqual([]);
  });

  it('tells a bag without the folder of the payload', async () => {
    const members = foreignBag({ payload: {}, bare: true });
    expect(kinds(await verifyMembers(members))).toEqual(['missing-file data/']);
    expect((await verifyMembers([...members, { name: 'data/', bytes: Buffer.alloc(0) }])).problems).toEqual([]);
  });

  it('tells a name that is a file and a folder', async () => {
    const payload = { 'data/a': '1', 'data/a/b': '2' };
    expect(kinds(await verifyMembers(foreignBag({ payload })))).toEqual(['duplicate-member data/a']);
    const empty = { name: 'data/one.txt/', bytes: Buffer.alloc(0) };
    expect(kinds(await verifyMembers([...foreignBag(), empty]))).toEqual(['duplicate-member data/one.txt']);
  });

  it('stops reading a list of nothing but broken lines, and names few of thousands of manifests', async () => {
    const members = changed('bag-info.txt', 'Good: yes\n');
    for (let i = 0; i < 50; i++) members.push({ name: `manifest-a${i}.txt`, bytes: Buffer.alloc(0) });
    members.push({ name: 'manifest-md5.txt', bytes: Buffer.from('a\n'.repeat(50_000)) });
    const { problems } = await verifyMembers(members);
    const told = problems.filter(({ file }) => file === 'manifest-md5.txt');
    expect([told.length, told.at(-1)?.kind]).toEqual([10_001, 'resource-limit']);
    expect(problems.find(({ kind }) => kind === 'extra-file')?.expected).toMatch(/ and 45 more$/);
  });

  it('calls a holey bag incomplete and names what is to be fetched', async () => {
    const members = foreignBag({ fetch: { 'data/far.bin': 'https://example.org/far.bin' } });
    const report = await verifyMembers(members);
    expect(report.verdict).toBe('incomplete');
    expect(kinds(report)).toEqual(['not-fetched data/far.bin']);
  });

  it('reads tag files in the declared encoding', async () => {
    const declaration = (encoding: string) => `BagIt-Version: 0.97\nTag-File-Character-Encoding: ${encoding}\n`;
    const manifest = `${digest('sha256', 'x')}  data/é.txt\n`;
    const encoded: [string, Buffer][] = [
      ['ISO-8859-1', Buffer.from(manifest, 'latin1')],
      ['UTF-16', Buffer.from(`\ufeff${manifest}`, 'utf16le')],
      ['UTF-16', Buffer.from(`\ufeff${manifest}`, 'utf16le').swap16()],
    ];
    for (const [encoding, bytes] of encoded) {
      const members = [
        { name: 'bagit.txt', bytes: Buffer.from(declaration(encoding)) },
        { name: 'data/é.txt', bytes: Buffer.from('x') },
        { name: 'manifest-sha256.txt', bytes },
      ];
      expect((await verifyMembers(members)).problems).toEqual([]);
    }
  });

  it('asks at 1.0 for every file in every manifest, before for every file in one', async () => {
    for (const [version, verdict] of [
      ['1.0', 'invalid'],
      ['0.97', 'valid'],
    ] as const) {
      const members = foreignBag({ algorithms: ['sha256'], version, bare: true });
      members.push({ name: 'manifest-md5.txt', bytes: Buffer.from('') });
      expect([version, (await verifyMembers(members)).verdict]).toEqual([version, verdict]);
    }
  });

  const changed = (name: string, text: string): Member[] => [
    ...foreignBag({ bare: true }).filter((member) => member.name !== name),
    { name, bytes: Buffer.from(text, 'latin1') },
  ];
  const line = `${digest('sha256', 'one')}  data/one.txt\n`;
  const remote = 'https://example.org/x 3 data/one.txt\n';

  it('lets lines be repeated before 1.0 as they are, and only so', async () => {
    for (const [name, text, other] of [
      [
        'manifest-sha256.txt',
        `${line}${digest('sha256', 'two')}  data/two.txt\n${line}`,
        `${'0'.repeat(64)}  data/one.txt\n`,
      ],
      ['fetch.txt', `${remote}${remote}`, 'https://example.org/x 4 data/one.txt\n'],
    ] as const) {
      const old = (content: string) =>
        changed(name, content).map((each) =>
          each.name === 'bagit.txt'
            ? { ...each, bytes: Buffer.from('BagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-8\n') }
            : each,
        );
      expect((await verifyMembers(old(text))).problems).toEqual([]);
      expect(kinds(await verifyMembers(old(`${text}${other}`)))).toEqual([`manifest ${name}`]);
    }
  });

  it.each<[string, () => Member[], string[]]>([
    [
      'bagit.txt with a blank before the colon',
      () => changed('bagit.txt', 'BagIt-Version : 1.0\nTag-File-Character-Encoding: UTF-8\n'),
      ['bagit-declaration bagit.txt'],
    ],
    [
      'bagit.txt with a byte-order mark',
      () => changed('bagit.txt', '\xef\xbb\xbfBagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n'),
      ['bagit-declaration bagit.txt'],
    ],
    [
      'an unknown version',
      () => changed('bagit.txt', 'BagIt-Version: 7.3\nTag-File-Character-Encoding: UTF-8\n'),
      ['bagit-declaration bagit.txt'],
    ],
    [
      'an unknown encoding',
      () => changed('bagit.txt', 'BagIt-Version: 1.0\nTag-File-Character-Encoding: EBCDIC-9\n'),
      ['encoding bagit.txt'],
    ],
    [
      'a tag file in another encoding',
      () => changed('bag-info.txt', 'Contact-Name: M\xfcller\n'),
      ['encoding bag-info.txt'],
    ],
    [
      'no payload manifest',
      () => foreignBag({ bare: true }).filter(({ name }) => name !== 'manifest-sha256.txt'),
      ['manifest'],
    ],
    [
      'a path that leaves the bag',
      () => changed('manifest-sha256.txt', `${line}${'0'.repeat(64)}  data/../../etc/passwd\n`),
      ['path-escape manifest-sha256.txt', 'extra-file data/two.txt'],
    ],
    [
      'an absolute path',
      () => changed('manifest-sha256.txt', `${line}${'0'.repeat(64)}  /etc/passwd\n`),
      ['path-escape manifest-sha256.txt', 'extra-file data/two.txt'],
    ],
    [
      'a path listed twice',
      () => changed('manifest-sha256.txt', `${line}${line}`),
      ['manifest manifest-sha256.txt', 'extra-file data/two.txt'],
    ],
    [
      'a line without a digest',
      () => changed('manifest-sha256.txt', 'what is this\n'),
      ['manifest manifest-sha256.txt', 'extra-file data/one.txt', 'extra-file data/two.txt'],
    ],
    [
      'a digest by another algorithm than its manifest says',
      () => [
        ...foreignBag({ bare: true, payload: { 'data/one.txt': 'one' } }),
        { name: 'manifest-sha3256.txt', bytes: Buffer.from(line) },
      ],
      ['digest data/one.txt'],
    ],
    [
      'an algorithm that nobody knows',
      () => [
        ...foreignBag({ bare: true }),
        { name: 'manifest-rot13.txt', bytes: Buffer.from(`${line}00  data/two.txt\n`) },
      ],
      ['unsupported-algorithm manifest-rot13.txt'],
    ],
    ['another Payload-Oxum', () => changed('bag-info.txt', 'Payload-Oxum: 7.2\n'), ['payload-oxum bag-info.txt']],
    [
      'two Payload-Oxums',
      () => changed('bag-info.txt', 'Payload-Oxum: 6.2\nPayload-Oxum: 6.2\n'),
      ['payload-oxum bag-info.txt'],
    ],
    [
      'fetch.txt that writes outside',
      () => changed('fetch.txt', 'https://example.org/x 3 ../x\n'),
      ['path-escape fetch.txt'],
    ],
    [
      'fetch.txt that names a file twice',
      () => changed('fetch.txt', `${remote}https://example.org/y 3 data/one.txt\n`),
      ['manifest fetch.txt'],
    ],
    ['fetch.txt with a line twice', () => changed('fetch.txt', `${remote}${remote}`), ['manifest fetch.txt']],
    [
      'fetch.txt with an address that is none',
      () => changed('fetch.txt', 'one.txt 3 data/one.txt\n'),
      ['manifest fetch.txt'],
    ],
    [
      'fetch.txt with a length below zero',
      () => changed('fetch.txt', 'https://example.org/x -3 data/one.txt\n'),
      ['manifest fetch.txt'],
    ],
    [
      'fetch.txt with a length that no file has',
      () => changed('fetch.txt', `https://example.org/x ${'9'.repeat(400)} data/one.txt\n`),
      ['manifest fetch.txt'],
    ],
    [
      'fetch.txt with a file that is in no manifest',
      () => changed('fetch.txt', 'https://example.org/x 3 data/three.txt\n'),
      ['extra-file data/three.txt'],
    ],
    [
      'a member that leaves the bag',
      () => [...foreignBag({ bare: true }), { name: '../../evil', bytes: Buffer.from('x') }],
      ['path-escape ../../evil'],
    ],
    [
      'two members with one name',
      () => [...foreignBag({ bare: true }), { name: 'data/one.txt', bytes: Buffer.from('two') }],
      ['duplicate-member data/one.txt'],
    ],
    [
      'a symbolic link',
      () => [...foreignBag({ bare: true }), { name: 'note', bytes: Buffer.from('/etc/passwd'), mode: 0o120777 }],
      ['symlink note'],
    ],
  ])('tells and survives %s', async (_, members, expected) => {
    const report = await verifyMembers(members());
    expect(report.verdict).toBe('invalid');
    expect(kinds(report)).toEqual(expected);
  });

  it('tells a file that is no bag, and a zip or a folder without bagit.txt', async () => {
    expect(kinds(await verifyBytes(Buffer.from('hello')))).toEqual(['not-a-bag']);
    expect(kinds(await verifyMembers([{ name: 'a.txt', bytes: Buffer.from('a') }]))).toEqual(['not-a-bag bagit.txt']);
    const empty = join(folder, 'empty');
    await mkdir(empty);
    expect(kinds(await verifyBag(empty))).toEqual(['not-a-bag bagit.txt']);
  });

  it('verifies the rest of a bag that lost its bagit.txt', async () => {
    const members = foreignBag({ bare: true, payload: { 'data/one.txt': 'one' } }).filter(
      ({ name }) => name !== 'bagit.txt',
    );
    expect(kinds(await verifyMembers([...members, { name: 'data/x', bytes: Buffer.from('x') }]))).toEqual([
      'not-a-bag bagit.txt',
      'extra-file data/x',
    ]);
  });

  it('rejects a path that cannot be read, with the cure', async () => {
    await expect(verifyBag(join(folder, 'nowhere.zip'))).rejects.toThrow(
      /expected a readable bag at .*, found nothing/,
    );
  });

  it('tells a name that is not UTF-8, and verifies the rest', async () => {
    const root = join(folder, 'bytes');
    await writeFolder(root, foreignBag({ bare: true }));
    await writeFile(Buffer.concat([Buffer.from(join(root, 'data/')), Buffer.from([0xff, 0xfe])]), 'x').catch(() => {});
    const told = kinds(await verifyBag(root));
    // Some systems have no such names.
    expect(told.filter((each) => !/^unreadable data\//.test(each))).toEqual([]);
  });

  it('follows no link of a folder', async () => {
    const path = join(folder, 'linked');
    await writeFolder(path, foreignBag({ bare: true }));
    await cp(join(path, 'data/one.txt'), join(folder, 'outside.txt'));
    await rm(join(path, 'data/one.txt'));
    await symlink(join(folder, 'outside.txt'), join(path, 'data/one.txt'));
    await symlink(dirname(path), join(path, 'data/loop'));
    expect(kinds(await verifyBag(path)).sort()).toEqual([
      'missing-file data/one.txt',
      'symlink data/loop',
      'symlink data/one.txt',
    ]);
  });

  it.each([
    ['longer than it says', 4, (packed: Buffer) => packed, '4 bytes', 'more'],
    ['shorter than it says', 6, (packed: Buffer) => packed, '6 bytes', '5'],
    ['cut', 5, (packed: Buffer) => packed.subarray(0, 4), 'a deflate stream', 'unexpected end of file'],
    ['no deflate stream', 5, () => Buffer.from([7, 7, 7]), 'a deflate stream', 'invalid block type'],
  ])('tells a short deflated member that is %s', async (_, size, change, expected, found) => {
    const bytes = Buffer.from('short');
    const member = { name: 'b', bytes, packed: change(deflateRawSync(bytes)), size };
    const { problems } = await verifyMembers([...foreignBag({ bare: true }), member]);
    expect(problems).toMatchObject([{ file: 'b', expected, found }]);
  });

  it('stops at bombs: members that inflate too far, or share their bytes', async () => {
    const zeros = Buffer.alloc(3 << 20);
    const packed = deflateRawSync(zeros, { level: 9 });
    const lying = await verifyMembers([...foreignBag({ bare: true }), { name: 'b', bytes: zeros, packed, size: 100 }]);
    expect(kinds(lying)).toEqual(['zip-structure b']);
    const huge = await verifyMembers([
      ...foreignBag({ bare: true }),
      { name: 'b', bytes: zeros, packed, size: 2 ** 31 },
    ]);
    expect(kinds(huge).some((kind) => kind.startsWith('resource-limit'))).toBe(true);
  });
});

describe('verifying crates', () => {
  const withCrate =
    (change: (crate: { '@context': unknown; '@graph': Record<string, unknown>[] }) => void) => async () => {
      const members = await ourMembers();
      const member = members.find(({ name }) => name === 'ro-crate-metadata.json')!;
      const crate = JSON.parse(member.bytes.toString());
      change(crate);
      member.bytes = Buffer.from(JSON.stringify(crate));
      return (await verifyMembers(members)).crate;
    };
  const byId = (graph: Record<string, unknown>[], id: string) => graph.find((entity) => entity['@id'] === id)!;

  it.each<[string, () => ReturnType<ReturnType<typeof withCrate>>, string]>([
    [
      'a context of something else',
      withCrate((crate) => Object.assign(crate, { '@context': 'https://schema.org' })),
      'the context of an RO-Crate version',
    ],
    [
      'an identifier twice',
      withCrate((crate) => crate['@graph'].push({ '@id': './', '@type': 'Dataset' })),
      'every @id once',
    ],
    ['no descriptor', withCrate((crate) => crate['@graph'].shift()), 'an entity ro-crate-metadata.json'],
    [
      'a root without a license',
      withCrate((crate) => delete byId(crate['@graph'], './').license),
      'license of the root',
    ],
    [
      'a file that is not there',
      withCrate((crate) => crate['@graph'].push({ '@id': 'data/none', '@type': 'File' })),
      'hasPart of the root to lead to "data/none"',
    ],
    [
      'another size',
      withCrate((crate) => Object.assign(byId(crate['@graph'], 'data/src/train.py'), { contentSize: '7' })),
      '7 bytes of "data/src/train.py"',
    ],
    [
      'entities that are none',
      withCrate((crate) => crate['@graph'].push(null as never, 7 as never)),
      'an @id in every entity',
    ],
    ['a graph that is none', withCrate((crate) => Object.assign(crate, { '@graph': 7 })), 'an array @graph'],
  ])('tells %s', async (_, check, expected) => {
    const { valid, problems } = await check();
    expect(valid).toBe(false);
    expect(problems[0]).toMatchObject({ file: 'ro-crate-metadata.json', kind: 'crate', expected });
  });

  it('tells a crate that is no JSON, or that holds nothing', async () => {
    for (const text of ['{', 'null', '[]', '""']) {
      const members = await ourMembers();
      members.find(({ name }) => name === 'ro-crate-metadata.json')!.bytes = Buffer.from(text);
      expect((await verifyMembers(members)).crate.valid).toBe(false);
    }
  });
});
