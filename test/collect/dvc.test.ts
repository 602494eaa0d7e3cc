import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { memorySource } from '../../src/bytes/source.js';
import { findDvcFiles, readDvc } from '../../src/collect/dvc.js';
import type { Surroundings } from '../../src/tree/tree.js';

const A = 'ab'.repeat(16);
const read = (files: Record<string, string>) =>
  readDvc(Object.keys(files), async (path) => ({
    ...memorySource(Buffer.from(files[path] as string)),
    close: async () => {},
  }));

describe('readDvc', () => {
  it('reads outputs of .dvc files and dvc.lock, by paths of the tree, and artifacts that are models', async () => {
    const records = await read({
      'data/raw.csv.dvc': `outs:\n- md5: ${A}\n  size: 3\n  path: raw.csv\n`,
      'sub/images.dvc': `wdir: ..\nouts:\n- {md5: ${A}.dir, path: images}\n`,
      'p/dvc.lock': `schema: '2.0'\nstages:\n  train:\n    cmd: x\n    outs: [{path: m.pkl, md5: ${A}}, {path: ../top.pkl, md5: ${A}}]\n`,
      'dvc.yaml': 'artifacts:\n  a: {path: p/m.pkl, type: model}\n  b: {path: d.csv, type: dataset}\n',
      'other.yaml': 'outs: [{path: x}]',
    });
    expect(records.outputs.map(({ path, isFolder, source }) => [path, isFolder, source])).toEqual([
      ['data/raw.csv', false, 'data/raw.csv.dvc'],
      ['images', true, 'sub/images.dvc'],
      ['p/m.pkl', false, 'p/dvc.lock'],
      ['top.pkl', false, 'p/dvc.lock'],
    ]);
    expect([...records.models]).toEqual(['p/m.pkl']);
  });

  it('leaves out what leaves the tree or has no MD5, and broken files', async () => {
    const records = await read({
      'a.dvc': `outs: [{path: ../x, md5: ${A}}, {path: /etc/passwd, md5: ${A}}, {path: y}, {path: z, md5: nonsense}, 5, null]`,
      'b.dvc': '{{{',
      'c.dvc': '- a\n- b',
      'dvc.lock': 'stages: 5',
      'dvc.yaml': 'artifacts: [1]',
    });
    expect(records).toEqual({ outputs: [], models: new Set() });
  });

  it('throws for no document', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('a.dvc', 'dvc.lock', 'dvc.yaml'),
        fc.oneof(fc.string(), fc.json()),
        async (path, text) => {
          const { outputs } = await read({ [path]: text });
          expect(outputs.every((output) => !output.path.split('/').includes('..'))).toBe(true);
        },
      ),
    );
  });
});

describe('findDvcFiles', () => {
  const md5 = (text: string) => createHash('md5').update(text).digest('hex');
  const source = (text: string) => ({ ...memorySource(Buffer.from(text)), close: async () => {} });
  const beside = (cache: Record<string, string>, work: Record<string, string> = {}): Surroundings => ({
    untracked: async () => [],
    lfs: async () => null,
    workTree: async (path) => (path in work ? source(work[path] as string) : null),
    dvc: async (name) => (name in cache ? source(cache[name] as string) : null),
  });
  const file = { path: 'm', md5: md5('model'), isFolder: false, source: 'm.dvc' };
  const paths = async (output: Parameters<typeof findDvcFiles>[0], surroundings: Surroundings) =>
    (await findDvcFiles(output, surroundings))?.map(({ path }) => path);

  it('finds a file in the cache or the work tree, and takes it only if its MD5 fits', async () => {
    expect(await paths(file, beside({ [md5('model')]: 'model' }))).toEqual(['m']);
    expect(await paths(file, beside({}, { m: 'model' }))).toEqual(['m']);
    expect(await paths(file, beside({ [md5('model')]: 'damaged' }, { m: 'other' }))).toBeUndefined();
  });

  it('finds a folder by its listing, whole or not at all, and nothing outside of it', async () => {
    const listing = JSON.stringify([
      { relpath: 'a/b', md5: md5('one') },
      { relpath: 'c', md5: md5('two') },
      { relpath: '../../x', md5: md5('one') },
    ]);
    const folder = { path: 'models/d', md5: A, isFolder: true, source: 'd.dvc' };
    const cache = { [`${A}.dir`]: listing, [md5('one')]: 'one', [md5('two')]: 'two' };
    expect(await paths(folder, beside(cache))).toEqual(['models/d/a/b', 'models/d/c']);
    expect(await paths(folder, beside({ ...cache, [md5('two')]: 'damaged' }))).toBeUndefined();
    expect(await paths(folder, beside({ ...cache, [`${A}.dir`]: 'not JSON' }))).toBeUndefined();
    expect(await paths(folder, beside({}))).toBeUndefined();
  });
});
