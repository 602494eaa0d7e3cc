import { crc32, deflateRawSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FormatError } from '../../src/bytes/format-error.js';
import { DEFAULT_LIMITS } from '../../src/bytes/limits.js';
import { memorySource } from '../../src/bytes/source.js';
import { locateZipMember, openZipMember, readZipDirectory } from '../../src/containers/zip.js';
import { runs } from '../thorough.js';
import { type Entry, zipOf } from './zip-writer.js';

const directoryOf = (entries: Entry[], options = {}) => readZipDirectory(memorySource(zipOf(entries, options)));
const codes = (problems: readonly { code: string }[]): string[] => problems.map(({ code }) => code);

async function contentOf(bytes: Uint8Array, name: string): Promise<string> {
  const source = memorySource(bytes);
  const { members } = await readZipDirectory(source);
  const member = members.find((candidate) => candidate.name === name);
  if (!member) throw new Error(`no member ${name}`);
  const content = await openZipMember(source, member);
  return Buffer.from(await content.read(0, content.size)).toString();
}

describe('zip', () => {
  it('reads stored and deflated members', async () => {
    const bytes = zipOf([
      { name: 'a.txt', data: 'stored' },
      { name: 'b/ä.txt', data: 'deflated '.repeat(100), deflate: true },
    ]);
    expect(await contentOf(bytes, 'a.txt')).toBe('stored');
    expect(await contentOf(bytes, 'b/ä.txt')).toBe('deflated '.repeat(100));
  });

  it('reads zip64 records', async () => {
    const { members, problems } = await directoryOf([{ name: 'a', data: 'x' }], { zip64: true });
    expect([members.map(({ name, size }) => [name, size]), problems]).toEqual([[['a', 1]], []]);
  });

  it('reads an archive behind other bytes, and tells how many', async () => {
    const prefix = Buffer.from('#!/bin/sh\n');
    const bytes = Buffer.concat([prefix, zipOf([{ name: 'a', data: 'x' }])]);
    expect((await readZipDirectory(memorySource(bytes))).prefix).toBe(prefix.length);
    expect(await contentOf(bytes, 'a')).toBe('x');
  });

  it('reads an archive with the longest comment', async () => {
    expect((await directoryOf([{ name: 'a', data: 'x' }], { comment: 'c'.repeat(65_535) })).problems).toEqual([]);
  });

  it('decodes names that are not UTF-8 as code page 437', async () => {
    const { members } = await directoryOf([{ name: Buffer.from([0x84]), data: '' }]);
    expect(members[0]?.name).toBe('ä');
  });

  it.each<[string, Entry[], string]>([
    ['names with ..', [{ name: '../a', data: '' }], 'path-escape'],
    ['absolute names', [{ name: '/etc/a', data: '' }], 'path-escape'],
    ['drive letters', [{ name: 'C:\\a', data: '' }], 'path-escape'],
    [
      'names that occur twice',
      [
        { name: 'a', data: '1' },
        { name: 'a', data: '2' },
      ],
      'duplicate-key',
    ],
    ['symbolic links', [{ name: 'a', data: '/etc/passwd', mode: 0o120777 }], 'symlink'],
    ['NUL in names', [{ name: 'a\0b', data: '' }], 'zip-structure'],
    ['names that claim UTF-8 and are not', [{ name: Buffer.from([0xff]), data: '', flags: 0x800 }], 'zip-structure'],
  ])('reports %s', async (_, entries, code) => {
    expect(codes((await directoryOf(entries)).problems)).toEqual([code]);
  });

  it('reports a second end record in the comment', async () => {
    const inner = zipOf([]);
    expect(codes((await directoryOf([{ name: 'a', data: 'x' }], { comment: inner })).problems)).toContain(
      'zip-structure',
    );
  });

  it('reports members that share bytes, also by their sum (overlap bomb)', async () => {
    const one = Buffer.from(zipOf([{ name: 'a', data: 'x'.repeat(100) }]));
    const [start, end] = [one.indexOf('PK\x01\x02'), one.indexOf('PK\x05\x06')];
    const record = Buffer.from(one.subarray(end));
    record.writeUInt16LE(50, 8);
    record.writeUInt16LE(50, 10);
    record.writeUInt32LE((end - start) * 50, 12);
    const entries = Array.from({ length: 50 }, () => one.subarray(start, end));
    const bomb = Buffer.concat([one.subarray(0, start), ...entries, record]);
    const { problems } = await readZipDirectory(memorySource(bomb));
    expect(new Set(codes(problems))).toEqual(new Set(['duplicate-key', 'zip-structure', 'resource-limit']));
  });

  it('reports another name in the local header (CVE-2025-1944)', async () => {
    const bytes = Buffer.from(zipOf([{ name: 'data.pkl', data: 'x' }]));
    bytes.write('data.txt', 30);
    const source = memorySource(bytes);
    const { members } = await readZipDirectory(source);
    const { problems } = await locateZipMember(source, members[0]!);
    expect(problems.map(({ message }) => message)).toEqual([
      'expected the same name in the local header and the central directory of "data.pkl", found two',
    ]);
  });

  it('opens members whose encryption flag lies (CVE-2025-1945), and refuses encrypted ones', async () => {
    expect(await contentOf(zipOf([{ name: 'a', data: 'plain', flags: 1 }]), 'a')).toBe('plain');
    const encrypted = zipOf([{ name: 'a', data: 'x'.repeat(17), flags: 1, size: 5 }]);
    await expect(contentOf(encrypted, 'a')).rejects.toMatchObject({ code: 'encrypted' });
  });

  it.each<[string, Uint8Array, string]>([
    ['bytes that are no zip', Buffer.from('hello, this is text'), 'invalid-structure'],
    ['a zip cut before its directory', zipOf([{ name: 'a', data: 'x'.repeat(100) }]).subarray(0, 60), 'truncated'],
  ])('rejects %s', async (_, bytes, code) => {
    await expect(readZipDirectory(memorySource(bytes))).rejects.toMatchObject({ code });
  });

  it('rejects more members than the limit', async () => {
    const bytes = zipOf([
      { name: 'a', data: '' },
      { name: 'b', data: '' },
    ]);
    await expect(readZipDirectory(memorySource(bytes), { ...DEFAULT_LIMITS, members: 1 })).rejects.toMatchObject({
      code: 'resource-limit',
    });
  });

  it('stops a bomb at its declared size and at the limits', async () => {
    const zeros = Buffer.alloc(40 << 20);
    const source = memorySource(zipOf([{ name: 'a', data: zeros, deflate: true }]));
    const [member] = (await readZipDirectory(source)).members;
    await expect(openZipMember(source, member!, { ...DEFAULT_LIMITS, inflatedBytes: 1 << 20 })).rejects.toMatchObject({
      code: 'resource-limit',
    });
    await expect(openZipMember(source, { ...member!, size: 10 })).rejects.toMatchObject({ code: 'zip-structure' });
  });

  it('returns every archive that it could have been given', async () => {
    const entry = fc.record({
      name: fc.stringMatching(/^[a-z]{1,8}(\/[a-z]{1,8})?$/),
      data: fc.uint8Array({ maxLength: 200 }),
      deflate: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(entry, { selector: ({ name }) => name, maxLength: 8 }),
        fc.string({ maxLength: 20 }),
        fc.boolean(),
        async (entries, comment, zip64) => {
          const source = memorySource(
            zipOf(entries, { comment: Buffer.from(comment).includes('PK') ? '' : comment, zip64 }),
          );
          const { members, problems } = await readZipDirectory(source);
          expect(problems).toEqual([]);
          for (const [i, member] of members.entries()) {
            const content = await openZipMember(source, member);
            expect([member.name, Buffer.from(await content.read(0, content.size))]).toEqual([
              entries[i]!.name,
              Buffer.from(entries[i]!.data),
            ]);
            expect(member.crc32).toBe(crc32(entries[i]!.data));
          }
        },
      ),
    );
  });

  it('answers mutations with a FormatError or with members', async () => {
    const good = zipOf(
      [
        { name: 'a/data.pkl', data: 'x'.repeat(50) },
        { name: 'b', data: deflateRawSync('y'.repeat(50)), deflate: true },
      ],
      { zip64: true },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 }),
        fc.nat(good.length),
        async (edits, cut) => {
          const bytes = Buffer.from(good);
          for (const [at, value] of edits) bytes[at] = value;
          const source = memorySource(bytes.subarray(cut % 7 === 0 ? cut : 0));
          try {
            for (const member of (await readZipDirectory(source)).members) await openZipMember(source, member);
          } catch (error) {
            expect(error).toBeInstanceOf(FormatError);
          }
        },
      ),
      { numRuns: runs(1000) },
    );
  });
});
