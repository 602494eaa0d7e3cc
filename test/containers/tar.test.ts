import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FormatError } from '../../src/bytes/format-error.js';
import { DEFAULT_LIMITS } from '../../src/bytes/limits.js';
import { memorySource } from '../../src/bytes/source.js';
import { isTarHeader, openTarMember, readTar } from '../../src/containers/tar.js';
import { runs } from '../thorough.js';
import { tarOf } from './tar-writer.js';

const read = (bytes: Uint8Array) => readTar(memorySource(bytes), DEFAULT_LIMITS);

describe('tar', () => {
  it('reads names, sizes and contents', async () => {
    const source = memorySource(
      tarOf([
        { name: 'a.txt', data: 'one' },
        { name: 'dir/b.txt', data: 'two'.repeat(300) },
      ]),
    );
    const { members, problems } = await readTar(source, DEFAULT_LIMITS);
    expect([members.map(({ name, size, kind }) => [name, size, kind]), problems]).toEqual([
      [
        ['a.txt', 3, 'file'],
        ['dir/b.txt', 900, 'file'],
      ],
      [],
    ]);
    const content = openTarMember(source, members[1]!);
    expect(Buffer.from(await content.read(0, content.size)).toString()).toBe('two'.repeat(300));
  });

  it('reads long names of GNU and pax', async () => {
    const long = 'x'.repeat(150);
    const record = ` path=${long}\n`;
    const pax = `${record.length + 3}${record}`;
    const bytes = tarOf([
      { name: '././@LongLink', data: `${long}\0`, type: 'L' },
      { name: 'short', data: '1' },
      { name: 'pax', data: pax, type: 'x' },
      { name: 'short', data: '2' },
    ]);
    const { members } = await read(bytes);
    expect(members.map(({ name }) => name)).toEqual([long, long]);
  });

  it('reads a long folder whose whole name lies in the prefix', async () => {
    const long = `a/${'x'.repeat(110)}`;
    const { members, problems } = await read(
      tarOf([
        { name: '', prefix: long, data: '', type: '5' },
        { name: 'b.txt', prefix: long, data: 'two' },
      ]),
    );
    expect([members.map(({ name, kind }) => [name, kind]), problems]).toEqual([
      [
        [`${long}/`, 'directory'],
        [`${long}/b.txt`, 'file'],
      ],
      [],
    ]);
  });

  it.each<[string, Parameters<typeof tarOf>[0], string]>([
    ['names with ..', [{ name: '../../a', data: '' }], 'path-escape'],
    ['absolute names', [{ name: '/etc/a', data: '' }], 'path-escape'],
    ['symbolic links', [{ name: 'a', data: '', type: '2', link: '/etc/passwd' }], 'symlink'],
    [
      'hard links that lead to no file before them',
      [{ name: 'a', data: '', type: '1', link: '/etc/passwd' }],
      'symlink',
    ],
    ['devices', [{ name: 'a', data: '', type: '3' }], 'invalid-structure'],
    [
      'names that occur twice',
      [
        { name: 'a', data: '1' },
        { name: 'a', data: '2' },
      ],
      'duplicate-key',
    ],
  ])('reports %s', async (_, entries, code) => {
    expect((await read(tarOf(entries))).problems.map((problem) => problem.code)).toEqual([code]);
  });

  it('reports a member that the file does not hold, and keeps those before it', async () => {
    const bytes = tarOf([
      { name: 'a', data: 'x' },
      { name: 'b', data: 'y'.repeat(2000) },
    ]).subarray(0, 2048);
    const { members, problems } = await read(bytes);
    expect([members.map(({ name }) => name), problems.map(({ code, member }) => [code, member])]).toEqual([
      ['a'],
      [['truncated', 'b']],
    ]);
  });

  it('takes members of unknown types for files, as Python does', async () => {
    const { members } = await read(tarOf(['Z', 'S', '7', '\0'].map((type) => ({ name: `m${type}`, data: 'x', type }))));
    expect(members.map(({ kind, size }) => [kind, size])).toEqual(Array(4).fill(['file', 1]));
  });

  it('takes the name of the whole archive for no file, unless it has content', async () => {
    for (const [data, names] of [
      ['', ['a.txt']],
      ['one', ['label', 'a.txt']],
    ] as const) {
      const { members } = await read(
        tarOf([
          { name: 'label', data, type: 'V' },
          { name: 'a.txt', data: 'two' },
        ]),
      );
      expect(members.map(({ name }) => name)).toEqual(names);
    }
  });

  it('reads the header behind a link or folder whose size claims to cover it', async () => {
    const bytes = tarOf([
      { name: 'a', data: '', type: '5' },
      { name: 'b', data: 'x' },
    ]);
    const folder = tarOf([{ name: 'a', data: 'y'.repeat(1024), type: '5' }]).subarray(0, 512);
    const { members } = await read(Buffer.concat([folder, bytes.subarray(512)]));
    expect(members.map(({ name, size }) => [name, size])).toEqual([
      ['a', 0],
      ['b', 1],
    ]);
  });

  it('applies pax records for all members, and those of Solaris', async () => {
    const { members } = await read(
      tarOf([
        { name: 'g', data: '17 path=for-all\n\n', type: 'g' },
        { name: 'a', data: '' },
        { name: 'X', data: '12 path=own\n', type: 'X' },
        { name: 'b', data: '' },
      ]),
    );
    expect(members.map(({ name }) => name)).toEqual(['for-all\n', 'own']);
  });

  it('recognizes a header by its checksum', () => {
    const good = tarOf([{ name: 'a', data: '' }]);
    const bad = Buffer.from(good);
    bad[0] = 0x62;
    expect([
      isTarHeader(good.subarray(0, 512)),
      isTarHeader(bad.subarray(0, 512)),
      isTarHeader(new Uint8Array(512)),
    ]).toEqual([true, false, false]);
  });

  it('answers mutations with members, problems or a FormatError', async () => {
    const good = tarOf([
      { name: 'a', data: 'x'.repeat(600) },
      { name: 'b', data: '', type: '2', link: 'a' },
    ]);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }),
        async (edits) => {
          const bytes = Buffer.from(good);
          for (const [at, value] of edits) bytes[at] = value;
          try {
            await read(bytes);
          } catch (error) {
            expect(error).toBeInstanceOf(FormatError);
          }
        },
      ),
      { numRuns: runs(500) },
    );
  });
});
