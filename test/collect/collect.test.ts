import { createHash } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { sha256 } from '../../src/bytes/digest.js';
import { collect } from '../../src/collect/collect.js';
import type { Collection } from '../../src/collect/collection.js';
import { parseConfig } from '../../src/config.js';
import { readText } from '../../src/evidence/read-text.js';
import { openTree } from '../../src/tree/open.js';
import type { SourceTree } from '../../src/tree/tree.js';
import {
  type Content,
  git,
  hasGit,
  makeRepository,
  temporaryFolder,
  textOf,
  writeFiles,
} from '../tree/repository-fixture.js';
import { lfsPointer, pickledEstimator, pickledFrame, pickledList, safetensorsFile } from './model-fixtures.js';

describe('collect', () => {
  let temporary: ReturnType<typeof temporaryFolder>;
  let folder: string;
  const trees: SourceTree[] = [];
  beforeEach(() => {
    temporary = temporaryFolder();
    folder = join(temporary.path, 'project');
  });
  afterEach(async () => {
    for (const tree of trees.splice(0)) await tree.close();
    temporary.clean();
  });
  const run = async (config = '', options: { tag?: string } = {}): Promise<Collection> => {
    const tree = await openTree(folder, options);
    trees.push(tree);
    return collect(tree, parseConfig(config, 'modelbag.yml'));
  };
  const ofDirectory = (files: Record<string, Content>, config = '') => {
    writeFiles(folder, files);
    return run(config);
  };
  const roles = (collection: Collection) => Object.fromEntries(collection.files.map(({ path, role }) => [path, role]));
  const models = (collection: Collection) => collection.models.map(({ entry }) => entry);
  const refusals = (collection: Collection) => collection.refused.map(({ path, kind }) => `${kind} ${path}`);

  it('gives every file of a small project its role, with the reason', async () => {
    const collection = await ofDirectory({
      'README.md': '# Iris',
      LICENSE: 'MIT',
      'CITATION.cff': 'cff-version: 1.2.0',
      'train.py': 'print(1)',
      'requirements.txt': 'torch==2.4.0',
      'params.yaml': 'seed: 1',
      'data/iris.csv': 'a,b\n1,2\n',
      'metrics.json': '{}',
      'notebook.ipynb': '{"cells": []}',
      'models/iris.pkl': pickledEstimator,
      'models/iris.safetensors': safetensorsFile(),
      weird: Buffer.from([1, 2, 3, 0]),
    });
    expect(roles(collection)).toEqual({
      'CITATION.cff': 'citation',
      LICENSE: 'license',
      'README.md': 'document',
      'data/iris.csv': 'training-data',
      'metrics.json': 'metrics',
      'models/iris.pkl': 'model',
      'models/iris.safetensors': 'export',
      'notebook.ipynb': 'notebook',
      'params.yaml': 'config',
      'requirements.txt': 'environment',
      'train.py': 'script',
      weird: 'other',
    });
    expect(collection.files.every((file) => file.why)).toBe(true);
    expect(models(collection)).toEqual(['models/iris.pkl', 'models/iris.safetensors']);
    expect([collection.refused, collection.omitted, collection.notes]).toEqual([[], [], []]);
  });

  it('opens small files once for all that is told of them, and anew for what is packed', async () => {
    writeFiles(folder, { 'train.py': 'import torch', 'params.yaml': 'seed: 1', 'README.md': '# Iris' });
    const tree = await openTree(folder);
    trees.push(tree);
    const opened: string[] = [];
    const open = (path: string) => {
      opened.push(path);
      return tree.open(path);
    };
    const collection = await collect({ ...tree, open }, parseConfig('', 'modelbag.yml'));
    for (const file of collection.files) await readText(collection, file);
    expect(opened.sort()).toEqual(['README.md', 'params.yaml', 'train.py']);
    await (await collection.open('train.py')).close();
    expect(opened).toHaveLength(4);
  });

  it('tells models from data by what a pickle names, not by its name', async () => {
    const collection = await ofDirectory({
      'data/thing.pkl': pickledEstimator,
      'frame.pkl': pickledFrame,
      'data/meta.pkl': pickledList,
      'best_model.pkl': pickledList,
    });
    expect(models(collection)).toEqual(['best_model.pkl', 'data/thing.pkl']);
    expect(roles(collection)).toMatchObject({ 'frame.pkl': 'training-data', 'data/meta.pkl': 'training-data' });
  });

  it('knows a directory that is one model, with its companions', async () => {
    const collection = await ofDirectory({
      'm/config.json': '{"model_type":"bert","architectures":["X"]}',
      'm/model.safetensors': safetensorsFile(),
      'm/tokenizer.json': '{}',
      'm/notes.md': 'x',
    });
    expect(collection.models).toHaveLength(1);
    expect([collection.models[0]?.entry, ...(collection.models[0]?.companions ?? [])].sort()).toEqual([
      'm/config.json',
      'm/model.safetensors',
      'm/tokenizer.json',
    ]);
    expect(roles(collection)).toMatchObject({
      'm/tokenizer.json': 'model',
      'm/model.safetensors': 'model',
      'm/notes.md': 'document',
    });
  });

  it('keeps what has the name of a model but not its content, so that it is told', async () => {
    const collection = await ofDirectory({
      'a.safetensors': '<!DOCTYPE html><html><title>Login</title></html>',
      'b.onnx': '',
    });
    expect(models(collection)).toEqual(['a.safetensors', 'b.onnx']);
  });

  it('never collects secrets, and names line and cure but not the value', async () => {
    const token = `ghp_${'aB3dE5gH7jK9mN2pQ4rS6tU8vW0xYz1a2B3c'}`;
    const collection = await ofDirectory({
      '.env': 'A=b',
      'train.py': `import x\ntoken = "${token}"\n`,
      'ok.py': 'x = 1',
      'utf16.txt': Buffer.from(`\ufefftoken ${token}`, 'utf16le'),
      'wandb/run-1/run-1.wandb': Buffer.from(`:W&B\0\0--token'${token}\0`, 'latin1'),
    });
    expect(Object.keys(roles(collection))).toEqual(['ok.py']);
    expect(refusals(collection)).toEqual([
      'secret .env',
      'secret train.py',
      'secret utf16.txt',
      'secret wandb/run-1/run-1.wandb',
    ]);
    expect(collection.refused[1]).toMatchObject({ line: 2, reason: 'line 2 holds a GitHub token' });
    expect(JSON.stringify(collection.refused)).not.toContain(token.slice(4));
  });

  it('leaves out junk, and takes it where a pattern names it', async () => {
    const files = { '__pycache__/a.pyc': 'x', 'venv/lib/x.py': 'x', '.ipynb_checkpoints/a.ipynb': '{}', 'a.py': 'x' };
    const collection = await ofDirectory(files);
    expect(Object.keys(roles(collection))).toEqual(['a.py']);
    expect(collection.omitted).toEqual([
      { path: '.ipynb_checkpoints/', reason: 'copies that Jupyter saves by itself', files: 1 },
      { path: '__pycache__/', reason: 'compiled Python', files: 1 },
      { path: 'venv/', reason: 'virtual environment', files: 1 },
    ]);
    expect(Object.keys(roles(await run('include: [venv/lib/x.py]')))).toEqual(['a.py', 'venv/lib/x.py']);
  });

  it('follows the configuration: scripts, exclude, models, and patterns that match nothing', async () => {
    const collection = await ofDirectory(
      { 'run.xyz': 'x', 'a.mp4': 'x', 'coef.csv': 'a,1\n' },
      'scripts: [run.xyz, none.py]\nexclude: ["*.mp4"]\nmodels: [coef.csv, "*.pt"]',
    );
    expect(roles(collection)).toEqual({ 'run.xyz': 'script', 'coef.csv': 'model' });
    expect(models(collection)).toEqual(['coef.csv']);
    expect(collection.omitted).toEqual([{ path: 'a.mp4', reason: 'excluded by *.mp4', files: 1 }]);
    expect(collection.notes).toEqual([
      '1 pattern of models match no file: *.pt',
      '1 pattern of scripts match no file: none.py',
    ]);
  });

  it('takes what a pattern covers as models, but not the text beside them', async () => {
    const files = {
      'models/a.csv': 'w,1\n',
      'models/README.md': '# Models',
      'models/fit.py': 'x',
      'models/b.dat': Buffer.from([0, 1, 2]),
    };
    expect(models(await ofDirectory(files, 'models: [models/**]'))).toEqual(['models/a.csv', 'models/b.dat']);
    expect(models(await run('models: [models/README.md]'))).toEqual(['models/README.md', 'models/b.dat']);
  });

  it('records links inside the tree and refuses the others', async () => {
    writeFiles(temporary.path, { 'outside.txt': 'x' });
    const collection = await ofDirectory({
      'a.txt': 'a',
      good: { link: 'a.txt' },
      bad: { link: '../outside.txt' },
      'venv/bin/python': { link: '/usr/bin/python3' },
    });
    expect(collection.links).toEqual([{ path: 'good', target: 'a.txt' }]);
    expect(refusals(collection)).toEqual(['symlink bad']);
    expect(Object.keys(roles(collection))).toEqual(['a.txt']);
  });

  it('refuses training data over the limit, with advice to cite it', async () => {
    const collection = await ofDirectory(
      { 'data/a.csv': 'x'.repeat(2000), 'data/b.csv': 'x'.repeat(10) },
      'training-data: {max-size: 1 KB}',
    );
    expect(refusals(collection)).toEqual(['too-large data/a.csv']);
    expect(collection.refused[0]?.advice).toMatch(/cite its DOI/);
    expect(collection.refused[0]?.reason).toBe('training data of 2.0 kB, over the limit of 1.0 kB');
    expect(roles(collection)).toEqual({ 'data/b.csv': 'training-data' });
  });

  it('handles names made to confuse', async () => {
    const names = [
      '](javascript:x).md',
      '::error::.py',
      'a\nb.txt',
      'rtl\u202egnp.exe',
      `${'n'.repeat(200)}.csv`,
      '__proto__',
      'constructor',
      ' leading',
      'COM1',
      '%0A',
    ];
    const collection = await ofDirectory(Object.fromEntries(names.map((name) => [name, 'x'])));
    expect(collection.files.map(({ path }) => path).sort()).toEqual([...names].sort());
  });

  it('finds nothing in an empty folder, and says nothing', async () => {
    const collection = await ofDirectory({ 'a/.gitkeep': '' });
    expect([collection.files, collection.models, collection.refused]).toEqual([[], [], []]);
  });

  (hasGit ? describe : describe.skip)('in git', () => {
    it('leaves out what git ignores unless models or include names it, at a tag from the work tree', async () => {
      makeRepository(folder, { '.gitignore': '*.safetensors\nlogs/\n', 'a.py': 'x' });
      git(folder, 'tag', 'v1');
      writeFiles(folder, { 'runs/m.safetensors': safetensorsFile(), 'logs/x.log': 'x', 'new.py': 'untracked' });
      const plain = await run();
      expect(roles(plain)).toEqual({ '.gitignore': 'config', 'a.py': 'script', 'new.py': 'script' });
      expect(plain.omitted).toEqual([
        { path: 'logs/', reason: 'ignored by git', files: 1 },
        { path: 'runs/', reason: 'ignored by git', files: 1 },
      ]);
      const named = await run('models: [runs/*]');
      expect(models(named)).toEqual(['runs/m.safetensors']);
      const tagged = await run('models: [runs/*]\ninclude: [logs]', { tag: 'v1' });
      expect(tagged.files.map(({ path, from }) => [path, from])).toEqual([
        ['.gitignore', undefined],
        ['a.py', undefined],
        ['logs/x.log', 'work-tree'],
        ['runs/m.safetensors', 'work-tree'],
      ]);
      expect(await textOf({ ...tagged.tree, open: tagged.open }, 'logs/x.log')).toBe('x');
      expect(roles(await run('', { tag: 'v1' }))).toEqual({ '.gitignore': 'config', 'a.py': 'script' });
    });

    it('puts LFS content in the place of pointers: from the store, from the work tree, and only if the digest fits', async () => {
      const [stored, checked, wrong] = [safetensorsFile(1), safetensorsFile(2), safetensorsFile(3)];
      const pointer = (bytes: Buffer) => lfsPointer(sha256(bytes), bytes.length);
      makeRepository(folder, {
        'stored.safetensors': pointer(stored),
        'checked.safetensors': pointer(checked),
        'wrong.safetensors': pointer(wrong),
        'picture.png': pointer(wrong),
      });
      git(folder, 'tag', 'v1');
      const store = (bytes: Buffer, content: Buffer) => ({
        [`.git/lfs/objects/${sha256(bytes).slice(0, 2)}/${sha256(bytes).slice(2, 4)}/${sha256(bytes)}`]: content,
      });
      writeFiles(folder, { ...store(stored, stored), ...store(wrong, Buffer.from(wrong).reverse()) });
      writeFiles(folder, { 'checked.safetensors': checked });
      const collection = await run('', { tag: 'v1' });
      expect(collection.files.map(({ path, from, size }) => [path, from, size])).toEqual([
        ['checked.safetensors', 'work-tree', checked.length],
        ['stored.safetensors', 'lfs', stored.length],
      ]);
      expect(refusals(collection)).toEqual(['lfs-pointer picture.png', 'lfs-pointer wrong.safetensors']);
      expect(collection.refused[0]?.advice).toContain('lfs: true');
      expect(models(collection)).toEqual(['checked.safetensors', 'stored.safetensors', 'wrong.safetensors']);
      const source = await collection.open('stored.safetensors');
      expect(Buffer.from(await source.read(0, source.size)).equals(stored)).toBe(true);
      await source.close();
    });

    it('refuses absent content and keeps absent models as candidates', async () => {
      makeRepository(folder, { 'm.safetensors': safetensorsFile(), 'a.txt': 'a' });
      git(folder, 'tag', 'v1');
      for (const path of ['m.safetensors', 'a.txt']) {
        const id = git(folder, 'rev-parse', `v1:${path}`);
        rmSync(join(folder, '.git', 'objects', id.slice(0, 2), id.slice(2)));
      }
      const collection = await run('', { tag: 'v1' });
      expect([refusals(collection), models(collection), collection.files]).toEqual([
        ['absent a.txt', 'absent m.safetensors'],
        ['m.safetensors'],
        [],
      ]);
      await expect(collection.open('m.safetensors')).rejects.toMatchObject({ code: 'absent' });
    });

    it('notes submodules as refusals', async () => {
      const inner = join(temporary.path, 'inner');
      makeRepository(inner, { a: 'a' });
      makeRepository(folder, { 'a.py': 'x' });
      git(folder, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', inner, 'sub');
      git(folder, 'commit', '-q', '-m', 'sub');
      git(folder, 'tag', 'v1');
      expect(refusals(await run('', { tag: 'v1' }))).toEqual(['submodule sub']);
    });

    it('takes models that DVC tracks from its cache or the work tree, and tells the others', async () => {
      const [cached, worked] = [safetensorsFile(1), safetensorsFile(2)];
      const md5 = (bytes: Buffer) => createHash('md5').update(bytes).digest('hex');
      const dvc = (bytes: Buffer, path: string) =>
        `outs:\n- md5: ${md5(bytes)}\n  size: ${bytes.length}\n  path: ${path}\n`;
      makeRepository(folder, {
        '.gitignore': '/models\n/data.csv\n',
        'models.dvc.txt': 'x',
        'dvc.yaml':
          'artifacts:\n  m:\n    path: models/a.safetensors\n    type: model\n  n:\n    path: models/b.safetensors\n    type: model\n  o:\n    path: models/c.safetensors\n    type: model\n',
        'dvc.lock': `schema: '2.0'\nstages:\n  t:\n    cmd: x\n    outs:\n    - {path: models/a.safetensors, md5: ${md5(cached)}, size: ${cached.length}}\n    - {path: models/b.safetensors, md5: ${md5(worked)}}\n    - {path: models/c.safetensors, md5: ${'ab'.repeat(16)}, size: 5}\n    - {path: ../outside, md5: ${'ab'.repeat(16)}}\n`,
        'data.csv.dvc': dvc(Buffer.from('x'), 'data.csv'),
      });
      git(folder, 'tag', 'v1');
      writeFiles(folder, {
        [`.dvc/cache/files/md5/${md5(cached).slice(0, 2)}/${md5(cached).slice(2)}`]: cached,
        'models/b.safetensors': worked,
        'models/c.safetensors': 'other content',
      });
      for (const options of [{}, { tag: 'v1' }]) {
        const collection = await run('', options);
        expect(models(collection)).toEqual(['models/a.safetensors', 'models/b.safetensors']);
        expect(refusals(collection)).toEqual(['unfetched models/c.safetensors']);
        expect(collection.refused[0]?.reason).toBe('dvc.lock tracks it with DVC; its 5 bytes are not on this machine');
        expect(collection.files.find(({ path }) => path === 'models/a.safetensors')).toMatchObject({
          from: 'dvc',
          size: cached.length,
          role: 'model',
        });
      }
      expect(existsSync(folder)).toBe(true);
    });
  });
});
