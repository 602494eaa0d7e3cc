import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { diskAccess } from '../../src/tree/disk-access.js';
import { openTree } from '../../src/tree/open.js';
import { UsageError } from '../../src/usage-error.js';
import { git, hasGit, makeRepository, pathsOf, temporaryFolder, textOf, writeFiles } from './repository-fixture.js';

describe('a directory as a tree', () => {
  let temporary: ReturnType<typeof temporaryFolder>;
  let folder: string;
  beforeEach(() => {
    temporary = temporaryFolder();
    folder = join(temporary.path, 'project');
    mkdirSync(folder);
  });
  afterEach(() => temporary.clean());

  it('lists every file sorted by bytes, `.git` left out at any depth', async () => {
    writeFiles(folder, {
      'B.txt': 'b',
      'a/z.txt': 'z',
      'a.txt': 'a',
      'ü.txt': 'u',
      '.git/x': 'no',
      'sub/.git/config': 'no',
      'sub/f': 'f',
      '.hidden': 'h',
    });
    const tree = await openTree(folder);
    expect(pathsOf(tree)).toEqual(['.hidden', 'B.txt', 'a.txt', 'a/z.txt', 'sub/f', 'ü.txt']);
    expect([tree.kind, tree.name, tree.label]).toEqual(['directory', 'project', folder]);
    expect(tree.notes).toEqual(['sub is a git repository of its own; its files are read as they lie']);
    expect(await textOf(tree, 'ü.txt')).toBe('u');
    await tree.close();
  });

  it('does not follow links, and knows executables', async () => {
    writeFiles(temporary.path, { 'outside/secret.txt': 's' });
    writeFiles(folder, { 'run.sh': { program: 'x' }, out: { link: '../outside' }, 'in.txt': { link: 'run.sh' } });
    const tree = await openTree(folder);
    expect(tree.entries.map(({ path, kind, executable, target }) => [path, kind, executable, target])).toEqual([
      ['in.txt', 'symlink', false, 'run.sh'],
      ['out', 'symlink', false, '../outside'],
      ['run.sh', 'file', true, undefined],
    ]);
    await expect(tree.open('in.txt')).rejects.toThrow(/found symlink/);
    await expect(tree.open('out/secret.txt')).rejects.toThrow(/found nothing/);
    await expect(tree.open('../outside/secret.txt')).rejects.toThrow(/found nothing/);
    await tree.close();
  });

  it('tells named pipes and sockets instead of waiting on them', async () => {
    if (spawnSync('mkfifo', [join(folder, 'pipe')]).status !== 0) return;
    writeFiles(folder, { a: 'a' });
    const tree = await openTree(folder);
    expect(tree.entries.map(({ path, kind, absent }) => [path, kind, absent])).toEqual([
      ['a', 'file', undefined],
      ['pipe', 'other', 'it is a named pipe, not a file'],
    ]);
    await expect(tree.open('pipe')).rejects.toMatchObject({ code: 'absent' });
    await tree.close();
  });

  const isRoot = process.getuid?.() === 0;
  (isRoot ? it.skip : it)('tells what may not be read (not as root, who may read everything)', async () => {
    writeFiles(folder, { 'closed/file': 'x', 'locked.bin': 'y', open: 'z' });
    chmodSync(join(folder, 'locked.bin'), 0);
    chmodSync(join(folder, 'closed'), 0);
    const tree = await openTree(folder);
    chmodSync(join(folder, 'closed'), 0o755);
    expect(tree.entries.map(({ path, absent }) => [path, absent])).toEqual([
      ['closed', 'permission denied'],
      ['locked.bin', 'permission denied'],
      ['open', undefined],
    ]);
    await tree.close();
  });

  it('shows bytes of names that are not UTF-8, and opens them', async () => {
    const name = Buffer.concat([Buffer.from(`${folder}/caf`), Buffer.from([0xe9]), Buffer.from('.txt')]);
    try {
      writeFileSync(name, 'latin');
    } catch {
      return; // A file system that accepts nothing but UTF-8 has no such names.
    }
    const deep = Buffer.concat([Buffer.from(`${folder}/d`), Buffer.from([0xff])]);
    mkdirSync(deep);
    writeFileSync(Buffer.concat([deep, Buffer.from('/in.txt')]), 'inner');
    const tree = await openTree(folder);
    expect(pathsOf(tree)).toEqual(['caf\\xe9.txt', 'd\\xff/in.txt']);
    expect(await textOf(tree, 'caf\\xe9.txt')).toBe('latin');
    expect(await textOf(tree, 'd\\xff/in.txt')).toBe('inner');
    expect(tree.notes[0]).toMatch(/not in UTF-8/);
    await tree.close();
  });

  it('is only labeled with a tag outside of git', async () => {
    const tree = await openTree(folder, { tag: 'v1' });
    expect(tree.notes).toEqual([
      'the directory is in no git repository; the files are read as they are and only labeled v1',
    ]);
    await tree.close();
  });

  it('rejects targets that are nothing, no zip, or a device', async () => {
    writeFiles(folder, { 'a.txt': 'no zip' });
    for (const target of [join(folder, 'missing'), join(folder, 'a.txt'), '/dev/null'])
      await expect(openTree(target)).rejects.toThrow(UsageError);
  });

  it('keeps bytes until it is closed', async () => {
    const tree = await openTree(folder);
    const kept = await tree.keep(
      (async function* () {
        yield Buffer.from('ab');
        yield Buffer.from('cd');
      })(),
    );
    await kept.close();
    expect(Buffer.from(await kept.read(1, 4)).toString()).toBe('bcd');
    await tree.close();
    await expect(kept.read(0, 1)).rejects.toThrow();
  });

  (hasGit ? it : it.skip)('knows what git tracks and ignores, below a subfolder too', async () => {
    makeRepository(folder, {
      '.gitignore': '*.log\nbuild/\n',
      'sub/a.txt': 'a',
      'sub/.gitignore': 'b.txt\n',
      'gone.txt': 'g',
      'kept.log': 'tracked',
    });
    git(folder, 'add', '-f', 'kept.log');
    git(folder, 'commit', '-q', '-m', 'log');
    writeFiles(folder, { 'sub/b.txt': 'b', 'sub/c.txt': 'c', 'x.log': 'x', 'build/deep/o': 'o' });
    rmSync(join(folder, 'gone.txt'));
    const flags = async (target: string) => {
      const tree = await openTree(target);
      await tree.close();
      return {
        notes: tree.notes,
        flags: tree.entries.map(
          ({ path, untracked, ignored }) => `${path}${untracked ? ' untracked' : ''}${ignored ? ' ignored' : ''}`,
        ),
      };
    };
    expect(await flags(folder)).toEqual({
      notes: ['1 file that git tracks is not in the work tree'],
      flags: [
        '.gitignore',
        'build/deep/o untracked ignored',
        'kept.log',
        'sub/.gitignore',
        'sub/a.txt',
        'sub/b.txt untracked ignored',
        'sub/c.txt untracked',
        'x.log untracked ignored',
      ],
    });
    expect((await flags(join(folder, 'sub'))).flags).toEqual([
      '.gitignore',
      'a.txt',
      'b.txt untracked ignored',
      'c.txt untracked',
    ]);
    const tree = await openTree(folder);
    expect(tree.head).toBe(git(folder, 'rev-parse', 'HEAD'));
    await tree.close();
  });

  (hasGit ? it : it.skip)('finds content that lies beside it', async () => {
    makeRepository(folder, { 'a.txt': 'a' });
    const sha256 = 'ab'.repeat(32);
    writeFiles(folder, {
      [`.git/lfs/objects/ab/ab/${sha256}`]: 'lfs content',
      '.dvc/cache/files/md5/12/34567890123456789012345678901a': 'new cache',
      '.dvc/cache/ff/34567890123456789012345678901b': 'old cache',
      'u.txt': 'untracked',
    });
    symlinkSync('/etc/passwd', join(folder, 'link'));
    git(folder, 'tag', 'v1');
    const tree = await openTree(folder, { tag: 'v1' });
    const beside = tree.surroundings;
    const read = async (
      source:
        | Promise<{ size: number; read(a: number, b: number): Promise<Uint8Array>; close(): Promise<void> } | null>
        | undefined,
    ) => {
      const opened = await source;
      if (!opened) return null;
      const text = Buffer.from(await opened.read(0, opened.size)).toString();
      await opened.close();
      return text;
    };
    expect(await read(beside?.lfs(sha256))).toBe('lfs content');
    expect(await read(beside?.lfs('cd'.repeat(32)))).toBeNull();
    expect(await read(beside?.lfs('../../config'))).toBeNull();
    expect(await read(beside?.dvc('1234567890123456789012345678901a'))).toBe('new cache');
    expect(await read(beside?.dvc('ff34567890123456789012345678901b'))).toBe('old cache');
    expect(await read(beside?.workTree('u.txt'))).toBe('untracked');
    for (const path of ['link', '.', '..', '../x', 'a.txt/x', 'none'])
      expect(await read(beside?.workTree(path))).toBeNull();
    expect((await beside?.untracked())?.map((entry) => entry.path)).toEqual(expect.arrayContaining(['link', 'u.txt']));
    await tree.close();
  });

  it('walks thousands of files', async () => {
    for (let i = 0; i < 40; i++)
      writeFiles(folder, Object.fromEntries(Array.from({ length: 100 }, (_, j) => [`d${i}/f${j}`, ''])));
    const tree = await openTree(folder);
    expect(tree.entries).toHaveLength(4000);
    await tree.close();
  });
});

describe('diskAccess', () => {
  it('tells kinds, lists and opens files, and follows no link', async () => {
    const temporary = temporaryFolder();
    const at = (path: string) => join(temporary.path, path);
    writeFiles(temporary.path, { 'd/b': 'b', 'd/a': 'a', 'd/l': { link: 'a' }, 'd/.git/x': 'x' });
    const disk = diskAccess();
    expect(await Promise.all(['d', 'd/a', 'd/l', 'd/none', 'd/a/x'].map((path) => disk.kind(at(path))))).toEqual([
      'directory',
      'file',
      'symlink',
      'missing',
      'missing',
    ]);
    expect([await disk.list(at('d')), await disk.list(at('d/a')), await disk.list(at('none'))]).toEqual([
      ['a', 'b'],
      [],
      [],
    ]);
    const source = await disk.open(at('d/a'));
    expect(source.size).toBe(1);
    await source.close();
    temporary.clean();
  });
});
