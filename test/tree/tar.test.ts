import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { openTree } from '../../src/tree/open.js';
import { UsageError } from '../../src/usage-error.js';
import { scratch } from '../cli/modelbag.js';
import { type TarEntry, tarOf } from '../containers/tar-writer.js';

const folder = scratch();

async function treeOf(name: string, entries: readonly TarEntry[], change = (bytes: Buffer) => bytes) {
  const path = join(folder, `${name}.tar`);
  writeFileSync(path, change(tarOf(entries)));
  return openTree(path, { tag: 'v1' });
}

describe('a tar as a tree', () => {
  it('is read where it lies, without the folder around everything', async () => {
    const tree = await treeOf('iris-v1', [
      { name: './iris/', data: '', type: '5' },
      { name: './iris/b.txt', data: 'second' },
      { name: './iris/a/model.bin', data: 'first' },
      { name: './iris/latest', data: '', type: '2', link: 'a' },
    ]);
    expect(tree).toMatchObject({ kind: 'tar', name: 'iris' });
    expect(tree.entries.map(({ path, kind, size, target }) => ({ path, kind, size, target }))).toEqual([
      { path: 'a/model.bin', kind: 'file', size: 5, target: undefined },
      { path: 'b.txt', kind: 'file', size: 6, target: undefined },
      { path: 'latest', kind: 'symlink', size: 0, target: 'a' },
    ]);
    const source = await tree.open('a/model.bin');
    expect(Buffer.from(await source.read(0, source.size)).toString()).toBe('first');
    await expect(tree.open('latest')).rejects.toThrow('found symlink');
    await expect(tree.open('gone')).rejects.toThrow('found nothing');
    expect(tree.notes).toContain('the target is a tar; the files are read as they are and only labeled v1');
    await tree.close();
  });

  it('leaves out what would lead out of it, and says so', async () => {
    const tree = await treeOf('hostile', [
      { name: '../out', data: 'x' },
      { name: '/etc/passwd', data: 'x' },
      { name: 'twice', data: 'one' },
      { name: 'twice', data: 'two' },
      { name: 'device', data: '', type: '3' },
    ]);
    expect(tree.entries.map(({ path, kind }) => `${kind} ${path}`)).toEqual(['other device', 'file twice']);
    expect(tree.notes).toEqual(
      expect.arrayContaining([
        '2 names of the tar would lead out of it and are left out',
        '1 path more than once; the first of each is read',
      ]),
    );
    const source = await tree.open('twice');
    expect(Buffer.from(await source.read(0, source.size)).toString()).toBe('one');
    await tree.close();
  });

  it('keeps what stands before a break, and refuses names that are no names', async () => {
    const whole = [
      { name: 'a', data: 'a' },
      { name: 'b', data: 'b'.repeat(2000) },
    ];
    const tree = await treeOf('cut', whole, (bytes) => bytes.subarray(0, 2048));
    expect(tree.entries.map(({ path }) => path)).toEqual(['a']);
    expect(tree.notes.join()).toContain('the tar cannot be read as a whole: expected 2000 bytes');
    await tree.close();
    const long = [{ name: 'x', data: Buffer.alloc(2 << 20, 120), type: 'L' }];
    await expect(treeOf('long', long)).rejects.toThrow(UsageError);
  });
});
