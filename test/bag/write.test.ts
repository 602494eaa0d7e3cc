import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { planBag } from '../../src/bag/plan.js';
import { verifyBag } from '../../src/bag/verify.js';
import { writeBag } from '../../src/bag/write.js';
import { sha256 } from '../../src/bytes/digest.js';
import { memorySource, type OpenByteSource } from '../../src/bytes/source.js';
import { openZipMember, readZipDirectory } from '../../src/containers/zip.js';
import { auditOf, DOCUMENTS, type FixtureFile, IRIS_FILES, irisAudit, OPTIONS, openerOf } from './audit-fixture.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'modelbag-write-'));
});
afterAll(() => rm(folder, { recursive: true }));

let counter = 0;
const fresh = async (): Promise<string> => {
  const path = join(folder, `${counter++}`);
  await mkdir(path);
  return join(path, 'bag.zip');
};
const plan = planBag(irisAudit(), { ...OPTIONS, documents: DOCUMENTS });

/** Larger than what is read whole, and not a multiple of any chunk. */
const LARGE = Buffer.alloc((3 << 20) + 17, 'large');

describe('writing a bag', () => {
  it('writes the bytes that were planned and tells their digest', async () => {
    const path = await fresh();
    const written = await writeBag(plan, openerOf(IRIS_FILES), path);
    const bytes = await readFile(path);
    expect(written).toEqual({ path, size: plan.zip.size, sha256: sha256(bytes) });
    expect(bytes.length).toBe(plan.zip.size);
    const source = memorySource(bytes);
    const { members, problems } = await readZipDirectory(source);
    expect(problems).toEqual([]);
    for (const { path: name, sha256: digest, size } of plan.members) {
      const member = members.find((each) => each.name === name)!;
      const content = await openZipMember(source, member);
      expect(sha256(await content.read(0, size))).toBe(digest);
    }
    expect(await readdir(join(path, '..'))).toEqual(['bag.zip']);
  });

  it('puts back what a killed process had moved aside, and removes it where something took its place', async () => {
    const path = await fresh();
    // No process has such a number.
    const aside = `${path}.4194999-0.replaced`;
    await writeFile(aside, 'the old bag');
    await expect(writeBag(plan, openerOf(IRIS_FILES), path)).rejects.toThrow('expected no other file');
    expect([await readdir(join(path, '..')), await readFile(path, 'utf8')]).toEqual([['bag.zip'], 'the old bag']);
    await writeFile(aside, 'an older bag');
    await writeBag(plan, openerOf(IRIS_FILES), path, { force: true });
    expect([await readdir(join(path, '..')), (await stat(path)).size]).toEqual([['bag.zip'], plan.zip.size]);
  });

  it('puts sizes and CRC into local headers, stores, and sets fixed times and modes', async () => {
    const files: FixtureFile[] = [{ path: 'large.bin', role: 'model', bytes: LARGE }];
    const path = await fresh();
    await writeBag(planBag(auditOf(files), OPTIONS), openerOf(files), path);
    const bytes = await readFile(path);
    const { members } = await readZipDirectory(memorySource(bytes));
    for (const member of members) {
      const header = bytes.subarray(member.headerOffset);
      expect(header.readUInt16LE(6)).toBe(0); // flags: no descriptor, ASCII names
      expect(header.readUInt16LE(8)).toBe(0); // stored
      expect(header.readUInt32LE(10)).toBe(((45 << 9) | (3 << 5) | 1) * 0x10000 + (12 << 11)); // 2025-03-01 12:00:00
      expect(header.readUInt32LE(14)).toBe(member.crc32);
      expect(header.readUInt32LE(22)).toBe(member.size);
      expect(header.readUInt16LE(28)).toBe(0); // no extra field
      expect(member.mode).toBe(member.isDirectory ? 0o040755 : 0o100644);
    }
  });

  it('gives the same bytes every time, whatever the order of the files', async () => {
    const [first, second] = [await fresh(), await fresh()];
    await writeBag(plan, openerOf(IRIS_FILES), first);
    const audit = irisAudit();
    await writeBag(planBag(audit, { ...OPTIONS, documents: [...DOCUMENTS].reverse() }), openerOf(IRIS_FILES), second);
    expect(sha256(await readFile(second))).toBe(sha256(await readFile(first)));
  });

  it('gives the bytes that earlier versions gave', async () => {
    // A bag of fixed documents: its digest changes only when the form of the zip does.
    const members = [
      { path: 'bagit.txt', text: 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n' },
      { path: 'data/large.bin', text: LARGE.toString() },
      { path: 'data/é.txt', text: 'x' },
    ].map(({ path, text }) => ({ path, text, digest: sha256(text) }));
    members.push({
      path: 'manifest-sha256.txt',
      text: members
        .slice(1)
        .map(({ path, digest }) => `${digest}  ${path}\n`)
        .join(''),
      digest: '',
    });
    const { layOut } = await import('../../src/bag/zip/layout.js');
    const fixed = {
      ...plan,
      members: members.map(({ path, text }) => ({
        path,
        size: Buffer.byteLength(text),
        sha256: sha256(text),
        content: path.endsWith('.bin') ? { from: 'tree' as const, path } : { from: 'text' as const, text },
      })),
      zip: layOut([
        { name: 'data/', size: 0 },
        ...members.map(({ path, text }) => ({ name: path, size: Buffer.byteLength(text) })),
      ]),
    };
    const written = await writeBag(fixed, async () => ({ ...memorySource(LARGE), async close() {} }), await fresh());
    expect(written.sha256).toBe('4f91eaa907d181ee117991cea64a0c4e6d6fabeccc7ce383dfe0e060bd5d5496');
  });

  it.each(['tar', 'folder'] as const)('writes a bag as a %s, verified and the same every time', async (form) => {
    const files: FixtureFile[] = [
      ...IRIS_FILES,
      { path: `${'deep/'.repeat(30)}large.bin`, role: 'model', bytes: LARGE },
    ];
    const planned = planBag(auditOf(files), {
      ...OPTIONS,
      documents: DOCUMENTS,
      layout: form === 'tar' ? 'folder' : 'root',
    });
    const path = await fresh();
    const written = await writeBag(planned, openerOf(files), path, { form });
    expect(await verifyBag(path)).toMatchObject({ verdict: 'valid', crate: { valid: true } });
    expect(await writeBag(planned, openerOf(files), path, { form })).toEqual(written);
    expect(await readdir(join(path, '..'))).toEqual(['bag.zip']);
    await expect(writeBag(planned, openerOf(files), path)).rejects.toThrow(/expected no other file/);
    const zipped = await writeBag(planned, openerOf(files), path, { force: true });
    expect((await stat(path)).size).toBe(zipped.size);
    expect(await writeBag(planned, openerOf(files), path, { form, force: true })).toEqual(written);
    expect(await readdir(join(path, '..'))).toEqual(['bag.zip']);
  });

  it('takes the same bag that is already there for success, and another file only with force', async () => {
    const path = await fresh();
    const first = await writeBag(plan, openerOf(IRIS_FILES), path);
    expect(await writeBag(plan, openerOf(IRIS_FILES), path)).toEqual(first);
    await writeFile(path, 'something else');
    await expect(writeBag(plan, openerOf(IRIS_FILES), path)).rejects.toThrow(/expected no other file/);
    await writeFile(path, Buffer.alloc(plan.zip.size));
    await expect(writeBag(plan, openerOf(IRIS_FILES), path)).rejects.toThrow(/expected no other file/);
    expect((await readFile(path)).equals(Buffer.alloc(plan.zip.size))).toBe(true);
    expect(await writeBag(plan, openerOf(IRIS_FILES), path, { force: true })).toEqual(first);
    expect(await readdir(join(path, '..'))).toEqual(['bag.zip']);
  });

  const LARGE_FILE: FixtureFile = { path: 'large.bin', role: 'model', bytes: LARGE };
  const withLarge = planBag(auditOf([LARGE_FILE]), OPTIONS);
  const opening = (source: Partial<OpenByteSource>) => async () =>
    ({ ...memorySource(LARGE), async close() {}, ...source }) as OpenByteSource;

  it.each<[string, (path: string) => Promise<OpenByteSource>, RegExp]>([
    ['grew', opening(memorySource(Buffer.alloc(LARGE.length + 1))), /changed while it was packed/],
    ['has other bytes', opening(memorySource(Buffer.alloc(LARGE.length))), /changed while it was packed/],
    [
      'cannot be read to its end',
      opening({
        async read(start, end) {
          if (start > 0) throw new Error('input error');
          return LARGE.subarray(start, end);
        },
      }),
      /input error/,
    ],
    [
      'cannot be opened',
      async () => {
        throw new Error('permission denied');
      },
      /permission denied/,
    ],
  ])('leaves nothing behind when an input %s', async (_, open, message) => {
    const path = await fresh();
    await expect(writeBag(withLarge, open, path)).rejects.toThrow(message);
    expect(await readdir(join(path, '..'))).toEqual([]);
  });

  it('leaves nothing behind when a small input has other bytes', async () => {
    const path = await fresh();
    const changed = IRIS_FILES.map((file) => (file.path === 'train.py' ? { ...file, bytes: 'import numpy\n' } : file));
    await expect(writeBag(plan, openerOf(changed), path)).rejects.toThrow(/"train.py".*changed/);
    expect(await readdir(join(path, '..'))).toEqual([]);
  });

  it('closes every input, whether it succeeds or fails', async () => {
    let open = 0;
    const counting = (inner: (path: string) => Promise<OpenByteSource>) => async (path: string) => {
      const source = await inner(path);
      open++;
      return {
        ...source,
        async close() {
          open--;
        },
      };
    };
    await writeBag(plan, counting(openerOf(IRIS_FILES)), await fresh());
    await expect(
      writeBag(withLarge, counting(opening(memorySource(Buffer.alloc(LARGE.length)))), await fresh()),
    ).rejects.toThrow();
    expect(open).toBe(0);
  });

  it('reads every input once', async () => {
    const read = new Map<string, number>();
    const open = async (path: string): Promise<OpenByteSource> => {
      const source = await openerOf([...IRIS_FILES])(path);
      return {
        ...source,
        async read(start, end) {
          read.set(path, (read.get(path) ?? 0) + end - start);
          return source.read(start, end);
        },
      };
    };
    await writeBag(plan, open, await fresh());
    for (const { path, bytes } of IRIS_FILES)
      expect([path, read.get(path) ?? 0]).toEqual([path, Buffer.from(bytes).length]);
  });

  it('rejects a folder in the place of the bag, and a folder that is not there', async () => {
    await expect(writeBag(plan, openerOf(IRIS_FILES), folder)).rejects.toThrow(/expected no other file/);
    await expect(writeBag(plan, openerOf(IRIS_FILES), join(folder, 'none', 'bag.zip'))).rejects.toThrow(
      /expected a folder that can be written/,
    );
  });

  it('packs whatever a repository holds, so that every file comes back', async () => {
    const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }).map((text) => text.replaceAll('/', '_'));
    const file = fc.record({
      path: fc.array(name, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/')),
      role: fc.constantFrom('model' as const, 'script' as const, 'other' as const, 'training-data' as const),
      bytes: fc.uint8Array({ maxLength: 3000 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(file, { selector: ({ path }) => path, maxLength: 20 }), async (files) => {
        const path = await fresh();
        const planned = planBag(auditOf(files), OPTIONS);
        await writeBag(planned, openerOf(files), path);
        const source = memorySource(await readFile(path));
        const members = new Map((await readZipDirectory(source)).members.map((member) => [member.name, member]));
        for (const member of planned.members) {
          if (member.content.from === 'text') continue;
          const { path: original } = member.content;
          const content = await openZipMember(source, members.get(member.path)!);
          const found = createHash('sha256')
            .update(await content.read(0, content.size))
            .digest('hex');
          expect(found).toBe(sha256(files.find((each) => each.path === original)!.bytes));
        }
        expect(planned.members.filter(({ content }) => content.from === 'tree')).toHaveLength(files.length);
      }),
      { numRuns: 30 },
    );
  });
});
