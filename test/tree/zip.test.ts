import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openTree } from '../../src/tree/open.js';
import { UsageError } from '../../src/usage-error.js';
import { pathsOf, temporaryFolder, textOf } from './repository-fixture.js';

interface Member {
  name: string;
  content: string | Buffer;
  mode?: number;
  flags?: number;
  deflated?: boolean;
}

/** A zip as APPNOTE describes it: local header and content of each member, then the central directory. */
function zipOf(members: Member[]): Buffer {
  const [bodies, directory]: [Buffer[], Buffer[]] = [[], []];
  let offset = 0;
  for (const { name, content, mode = 0o100644, flags = 0x800, deflated = false } of members) {
    const plain = Buffer.from(content);
    const stored = deflated ? deflateRawSync(plain) : plain;
    const nameBytes = Buffer.from(name);
    const shared = Buffer.alloc(26);
    shared.writeUInt16LE(20, 0);
    shared.writeUInt16LE(flags, 2);
    shared.writeUInt16LE(deflated ? 8 : 0, 4);
    shared.writeUInt32LE(crc32(plain), 10);
    shared.writeUInt32LE(stored.length, 14);
    shared.writeUInt32LE(plain.length, 18);
    shared.writeUInt16LE(nameBytes.length, 22);
    bodies.push(Buffer.from('PK\x03\x04', 'latin1'), shared, nameBytes, stored);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE((mode << 16) >>> 0, 6);
    rest.writeUInt32LE(offset, 10);
    directory.push(Buffer.from('PK\x01\x02\x14\x03', 'latin1'), shared, rest, nameBytes);
    offset += 30 + nameBytes.length + stored.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(members.length, 8);
  end.writeUInt16LE(members.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...bodies, central, end]);
}

describe('a zip as a tree', () => {
  let temporary: ReturnType<typeof temporaryFolder>;
  beforeEach(() => {
    temporary = temporaryFolder();
  });
  afterEach(() => temporary.clean());
  const open = (members: Member[], name = 'project.zip') => {
    const path = join(temporary.path, name);
    writeFileSync(path, zipOf(members));
    return openTree(path);
  };

  it('reads stored and deflated members, links and executables', async () => {
    const tree = await open([
      { name: 'b.txt', content: 'stored' },
      { name: 'a.txt', content: 'deflated '.repeat(100), deflated: true },
      { name: 'd/', content: '', mode: 0o040755 },
      { name: 'd/run.sh', content: 'x', mode: 0o100755 },
      { name: 'link', content: 'b.txt', mode: 0o120777 },
    ]);
    expect(tree.entries.map(({ path, kind, executable, target }) => [path, kind, executable, target])).toEqual([
      ['a.txt', 'file', false, undefined],
      ['b.txt', 'file', false, undefined],
      ['d/run.sh', 'file', true, undefined],
      ['link', 'symlink', true, 'b.txt'],
    ]);
    expect([await textOf(tree, 'a.txt'), await textOf(tree, 'b.txt')]).toEqual(['deflated '.repeat(100), 'stored']);
    await expect(tree.open('link')).rejects.toThrow(/found symlink/);
    expect([tree.kind, tree.name]).toEqual(['zip', 'project']);
    await tree.close();
  });

  it('takes off the one folder that a forge puts around everything', async () => {
    const tree = await open([
      { name: 'iris-1.0/README.md', content: 'r' },
      { name: 'iris-1.0/src/a.py', content: 'a' },
    ]);
    expect([pathsOf(tree), tree.name]).toEqual([['README.md', 'src/a.py'], 'iris-1.0']);
    expect(tree.notes[0]).toMatch(/everything in the zip lies in iris-1\.0\//);
    expect(await textOf(tree, 'src/a.py')).toBe('a');
    await tree.close();
  });

  it('leaves out names that lead out of it, and tells them', async () => {
    const tree = await open(
      ['../up', '/abs', 'a/../../b', 'C:\\x', 'a\\b', 'ok', '.git/config', 'x/./y'].map((name) => ({
        name,
        content: 'c',
      })),
    );
    expect(pathsOf(tree)).toEqual(['ok']);
    expect(tree.notes.at(-1)).toMatch(/^7 names of the zip would lead out of it and are left out$/);
    await tree.close();
  });

  it('reads the first of two members with one name', async () => {
    const tree = await open([
      { name: 'a', content: 'one' },
      { name: 'a', content: 'two!' },
    ]);
    expect(pathsOf(tree)).toEqual(['a']);
    expect(tree.notes).toContain('1 path more than once; the first of each is read');
    expect(tree.entries[0]?.size).toBe((await textOf(tree, 'a')).length);
    await tree.close();
  });

  it('inflates large members to disk', async () => {
    const large = 'x'.repeat(9 * 1024 * 1024);
    const tree = await open([{ name: 'large', content: large, deflated: true }]);
    const [a, b] = [await tree.open('large'), await tree.open('large')];
    expect([a.size, b]).toEqual([large.length, a]);
    expect(Buffer.from(await a.read(large.length - 3, large.length)).toString()).toBe('xxx');
    await tree.close();
  });

  it('tells members that are encrypted', async () => {
    const tree = await open([{ name: 'a', content: 'secret', flags: 0x801, deflated: true }]);
    expect(tree.entries[0]?.absent).toBe('it is encrypted in the zip');
    await expect(tree.open('a')).rejects.toMatchObject({ code: 'absent' });
    await tree.close();
  });

  it('is only labeled with a tag, and rejects a revision and a broken zip', async () => {
    const path = join(temporary.path, 'p.zip');
    writeFileSync(path, zipOf([{ name: 'a', content: 'a' }]));
    const tree = await openTree(path, { tag: 'v1' });
    expect(tree.notes).toEqual(['the target is a zip; the files are read as they are and only labeled v1']);
    await tree.close();
    await expect(openTree(path, { revision: 'HEAD' })).rejects.toThrow(UsageError);
    writeFileSync(path, zipOf([{ name: 'a', content: 'a' }]).subarray(0, 40));
    await expect(openTree(path)).rejects.toThrow(UsageError);
  });
});
