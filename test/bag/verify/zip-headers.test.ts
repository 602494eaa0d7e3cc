import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { verifyBag } from '../../../src/bag/verify.js';
import { foreignBag, type Member, zipOf } from '../foreign-bag.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'modelbag-headers-'));
});
afterAll(() => rm(folder, { recursive: true }));

let counter = 0;
/** Verifies a sound bag of which one payload file, or every member, was changed. */
async function verifyChanged(change: (member: Member) => Partial<Member>, all = false, deflate = false) {
  const members = foreignBag({ bare: true, deflate }).map((each) =>
    all || each.name === 'data/one.txt' ? { ...each, ...change(each) } : each,
  );
  return verifyMembers(members);
}

async function verifyMembers(members: readonly Member[]) {
  const path = join(folder, `${counter++}.zip`);
  await writeFile(path, zipOf(members));
  const { verdict, problems } = await verifyBag(path);
  return { verdict, kinds: problems.map(({ kind, file }) => `${kind} ${file}`) };
}

interface Descriptor {
  signed?: boolean;
  wide?: boolean;
  crc?: number;
}

function descriptorOf({ bytes, packed = bytes }: Member, { signed = true, wide = false, crc }: Descriptor): Buffer {
  const sizes = [packed.length, bytes.length].map((size) => {
    const field = Buffer.alloc(wide ? 8 : 4);
    field.writeUInt32LE(size);
    return field;
  });
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32LE(crc ?? crc32(bytes));
  return Buffer.concat([Buffer.from(signed ? 'PK\x07\x08' : '', 'latin1'), checksum, ...sizes]);
}

const SOUND = { verdict: 'valid', kinds: [] };
const BROKEN = { verdict: 'invalid', kinds: ['zip-structure data/one.txt'] };

describe('headers of zipped bags', () => {
  it.each([true, false])('may leave CRC and sizes to descriptors, deflated: %s', async (deflate) => {
    for (const signed of [true, false])
      for (const wide of [true, false])
        expect(
          await verifyChanged((member) => ({ descriptor: descriptorOf(member, { signed, wide }) }), true, deflate),
        ).toEqual(SOUND);
  });

  it('must have descriptors that say what the directory says', async () => {
    const lie = (member: Member) => ({ descriptor: descriptorOf(member, { crc: 1 }) });
    expect(await verifyChanged(lie)).toEqual(BROKEN);
    const unsigned = (member: Member) => ({ descriptor: Buffer.from(descriptorOf(member, {}).fill('PKXX', 0, 4)) });
    expect(await verifyChanged(unsigned)).toEqual(BROKEN);
    // Info-ZIP stops at the first of these.
    expect(await verifyChanged(() => ({ flags: 8 }))).toEqual(BROKEN);
    expect(await verifyChanged(() => ({ descriptor: Buffer.from('PK') }))).toEqual(BROKEN);
  });

  it.each([
    ['encrypted', 1],
    ['followed by a descriptor', 8],
    ['strongly encrypted', 0x40],
    ['masked', 0x2000],
  ])('must not say in one place alone that content is %s', async (_, flag) => {
    expect(await verifyChanged(() => ({ localFlags: 0x800 | flag }))).toEqual(BROKEN);
  });

  it('may differ in what says nothing of the content', async () => {
    for (const localFlags of [0x802, 0x806, 0]) expect(await verifyChanged(() => ({ localFlags }))).toEqual(SOUND);
  });

  it.each([
    ['encrypted', 1],
    ['a patch', 0x20],
    ['strongly encrypted', 0x40],
  ])('tell content that is %s, though its bytes are those of the manifest', async (_, flag) => {
    for (const deflate of [true, false])
      expect(await verifyChanged(() => ({ flags: 0x800 | flag }), false, deflate)).toEqual({
        verdict: 'invalid',
        kinds: ['unreadable data/one.txt'],
      });
  });

  it.each([10, 5 << 20])('must not hide bytes behind a deflate stream of %i bytes', async (length) => {
    const bytes = randomBytes(length);
    const members = foreignBag({ bare: true, payload: { 'data/one.txt': bytes.toString('latin1') }, deflate: true });
    const hidden = (size: number) =>
      members.map((each) =>
        each.name === 'data/one.txt' && each.packed
          ? { ...each, packed: Buffer.concat([each.packed, Buffer.alloc(size)]) }
          : each,
      );
    expect(await verifyMembers(hidden(0))).toEqual(SOUND);
    for (const size of [1, 1000, 3 << 20]) expect(await verifyMembers(hidden(size))).toEqual(BROKEN);
  });

  it('must say long sizes as the directory does', async () => {
    const wide = (size: number) => {
      const field = Buffer.alloc(20);
      field.writeUInt16LE(1, 0);
      field.writeUInt16LE(16, 2);
      field.writeBigUInt64LE(BigInt(size), 4);
      field.writeBigUInt64LE(BigInt(size), 12);
      return field;
    };
    expect(await verifyChanged(() => ({ localSize: 0xffffffff, localExtra: wide(3) }))).toEqual(SOUND);
    expect(await verifyChanged(() => ({ localSize: 0xffffffff, localExtra: wide(2) }))).toEqual(BROKEN);
    expect(await verifyChanged(() => ({ localSize: 0xffffffff }))).toEqual(BROKEN);
  });

  it('must lie on one disk', async () => {
    expect(await verifyChanged(() => ({ disk: 1 }))).toEqual(BROKEN);
    expect(await verifyChanged(() => ({ disk: 0xffff }))).toEqual(SOUND);
  });

  it.each([
    ['a pipe', 0o010644],
    ['a device', 0o060644],
    ['a folder', 0o040755],
  ])('must not make %s of a file', async (_, mode) => {
    expect(await verifyChanged(() => ({ mode }))).toEqual({
      verdict: 'invalid',
      kinds: ['unreadable data/one.txt'],
    });
    expect(await verifyChanged(() => ({ mode: mode & 0o777 }))).toEqual(SOUND);
  });
});
