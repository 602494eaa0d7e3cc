import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openTree, type TreeOptions } from '../../src/tree/open.js';
import type { SourceTree } from '../../src/tree/tree.js';
import { UsageError } from '../../src/usage-error.js';
import { git, hasGit, makeRepository, pathsOf, temporaryFolder, textOf, writeFiles } from './repository-fixture.js';

(hasGit ? describe : describe.skip)('a tree at a git revision', () => {
  let temporary: ReturnType<typeof temporaryFolder>;
  let folder: string;
  const opened: SourceTree[] = [];
  const open = async (target: string, options: TreeOptions = {}) => {
    const tree = await openTree(target, options);
    opened.push(tree);
    return tree;
  };
  beforeEach(() => {
    temporary = temporaryFolder();
    folder = join(temporary.path, 'project');
  });
  afterEach(async () => {
    for (const tree of opened.splice(0)) await tree.close();
    temporary.clean();
  });

  it('reads the committed bytes, whatever lies in the work tree and whatever line endings it has', async () => {
    const commit = makeRepository(folder, {
      '.gitattributes': '* text=auto eol=crlf\n',
      'a.txt': 'one\ntwo\n',
      'b/c.txt': 'deep\n',
    });
    git(folder, 'tag', 'v1');
    writeFiles(folder, { 'a.txt': 'changed', 'new.txt': 'untracked' });
    const tree = await open(folder, { tag: 'v1' });
    expect(tree.kind).toBe('git');
    expect(pathsOf(tree)).toEqual(['.gitattributes', 'a.txt', 'b/c.txt']);
    expect(await textOf(tree, 'a.txt')).toBe('one\ntwo\n');
    expect(tree.revision).toEqual({ commit, tag: 'v1', tree: git(folder, 'rev-parse', 'v1^{tree}'), time: 1700000000 });
    expect(tree.notes).toEqual([]);
    expect(tree.label).toBe(`${folder}@v1`);
  });

  it('reads a subfolder with its own tree id', async () => {
    makeRepository(folder, { 'a.txt': 'a', 'examples/iris/x.txt': 'x', 'examples/iris/d/y.txt': 'y' });
    git(folder, 'tag', 'v1');
    const tree = await open(join(folder, 'examples', 'iris'), { tag: 'v1' });
    expect(pathsOf(tree)).toEqual(['d/y.txt', 'x.txt']);
    expect(tree.revision?.tree).toBe(git(folder, 'rev-parse', 'v1:examples/iris'));
    expect(await textOf(tree, 'd/y.txt')).toBe('y');
  });

  it('takes time and id from an annotated tag, also of a tag of a tag', async () => {
    const commit = makeRepository(folder, { a: 'a' });
    git(folder, 'tag', '-a', 'v1', '-m', 'one\n\ntagger X <x@y> 5 +0000');
    git(folder, 'tag', '-a', 'v2', '-m', 'two', 'v1');
    const [one, two] = [await open(folder, { tag: 'v1' }), await open(folder, { tag: 'v2' })];
    expect(one.revision).toMatchObject({ commit, time: 1700000000, tagObject: git(folder, 'rev-parse', 'v1') });
    expect(two.revision).toMatchObject({ commit, tagObject: git(folder, 'rev-parse', 'v2') });
  });

  it('falls back to the directory, and says so, where the tag names no commit or lacks the folder', async () => {
    makeRepository(folder, { 'a.txt': 'a' });
    git(folder, 'tag', 'v1');
    writeFiles(folder, { 'sub/b.txt': 'b' });
    const missing = await open(folder, { tag: 'v9' });
    expect(missing.kind).toBe('directory');
    expect(missing.revision).toBeUndefined();
    expect(missing.notes[0]).toMatch(/^v9 names no commit here; the files are read as they are and only labeled v9$/);
    const lacking = await open(join(folder, 'sub'), { tag: 'v1' });
    expect(lacking.notes[0]).toMatch(/^v1 does not have this folder/);
    expect(pathsOf(lacking)).toEqual(['b.txt']);
  });

  it('does not take a short hash, an expression or an option for a tag', async () => {
    const commit = makeRepository(folder, { a: 'a' });
    for (const tag of [commit.slice(0, 8), 'HEAD~0', 'main^{}', '@{0}', '--all', ':/First', ''])
      expect((await open(folder, { tag })).kind).toBe('directory');
    const branch = await open(folder, { tag: 'main' });
    expect(branch.revision?.commit).toBe(commit);
    expect(branch.notes[0]).toBe(`main is no tag; it is the branch at commit ${commit}`);
    expect((await open(folder, { tag: commit })).notes[0]).toBe(`${commit} is no tag; it is the commit ${commit}`);
  });

  it('prefers the tag where a branch has the same name', async () => {
    const first = makeRepository(folder, { a: 'a' });
    git(folder, 'tag', 'v1');
    git(folder, 'checkout', '-q', '-b', 'v1');
    git(folder, 'commit', '-q', '--allow-empty', '-m', 'Second');
    expect((await open(folder, { tag: 'v1' })).revision?.commit).toBe(first);
  });

  it('rejects a revision that names no commit, or another one than the tag', async () => {
    makeRepository(folder, { a: 'a' });
    git(folder, 'tag', 'v1');
    git(folder, 'commit', '-q', '--allow-empty', '-m', 'Second');
    await expect(open(folder, { revision: 'nowhere' })).rejects.toThrow(UsageError);
    await expect(open(folder, { revision: '--all' })).rejects.toThrow(UsageError);
    await expect(open(folder, { tag: 'v1', revision: 'HEAD' })).rejects.toThrow(/different commits/);
    await expect(open(temporary.path, { revision: 'HEAD' })).rejects.toThrow(/has no revision HEAD/);
    expect((await open(folder, { revision: 'HEAD~1' })).revision?.commit).toBe(git(folder, 'rev-parse', 'v1'));
    expect((await open(folder, { tag: 'later', revision: 'HEAD' })).revision?.tag).toBe('later');
    expect((await open(folder, { revision: 'v1' })).revision?.tag).toBe('v1');
  });

  it('reads bare repositories, packed references, and what is checked out by default without a tag', async () => {
    const commit = makeRepository(folder, { a: 'a', 'd/b': 'b' });
    git(folder, 'tag', 'v1');
    const bare = join(temporary.path, 'project.git');
    git(temporary.path, 'clone', '-q', '--bare', folder, bare);
    git(bare, 'pack-refs', '--all');
    const tree = await open(bare);
    expect([tree.kind, tree.name, tree.revision?.commit]).toEqual(['git', 'project', commit]);
    expect(pathsOf(tree)).toEqual(['a', 'd/b']);
    expect((await open(bare, { tag: 'v1' })).revision?.tag).toBe('v1');
    const other = await open(bare, { tag: 'v9' });
    expect(other.revision).toMatchObject({ commit, tag: 'v9' });
    expect(other.notes[0]).toMatch(/^v9 names no commit here/);
    expect((await open(join(folder, '.git'))).name).toBe('project');
  });

  it('reads repositories with SHA-256 ids', async () => {
    const commit = makeRepository(folder, { a: 'a' }, '--object-format=sha256');
    git(folder, 'tag', 'v1');
    const tree = await open(folder, { tag: 'v1' });
    expect(commit).toHaveLength(64);
    expect(tree.revision?.commit).toBe(commit);
    expect(await textOf(tree, 'a')).toBe('a');
  });

  it('reads linked work trees and repositories without any commit', async () => {
    makeRepository(folder, { a: 'a' });
    git(folder, 'tag', 'v1');
    const linked = join(temporary.path, 'linked');
    git(folder, 'worktree', 'add', '-q', linked, 'v1');
    const tree = await open(linked, { tag: 'v1' });
    expect([tree.kind, await textOf(tree, 'a')]).toEqual(['git', 'a']);
    const empty = join(temporary.path, 'empty');
    git(temporary.path, 'init', '-q', empty);
    writeFiles(empty, { 'x.txt': 'x' });
    expect(pathsOf(await open(empty, { tag: 'v1' }))).toEqual(['x.txt']);
    const bare = join(temporary.path, 'bare.git');
    git(temporary.path, 'init', '-q', '--bare', bare);
    const nothing = await open(bare);
    expect([pathsOf(nothing), nothing.notes]).toEqual([[], ['the repository has no commit']]);
    await expect(nothing.open('a')).rejects.toThrow(/no commit/);
  });

  it('tells submodules, links, executables and names of every kind', async () => {
    const inner = join(temporary.path, 'inner');
    const commit = makeRepository(inner, { a: 'a' });
    makeRepository(folder, {
      'run.sh': { program: '#!/bin/sh' },
      link: { link: 'run.sh' },
      'tab\tand\nline': 'x',
      '"quoted" ü 😀': 'y',
    });
    git(folder, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', inner, 'sub');
    git(folder, 'commit', '-q', '-m', 'Second');
    git(folder, 'tag', 'v1');
    const tree = await open(folder, { tag: 'v1' });
    expect(
      tree.entries.map(({ path, kind, executable, target, blob }) => [
        path,
        kind,
        executable,
        target,
        kind === 'submodule' && blob,
      ]),
    ).toEqual([
      ['"quoted" ü 😀', 'file', false, undefined, false],
      ['.gitmodules', 'file', false, undefined, false],
      ['link', 'symlink', false, 'run.sh', false],
      ['run.sh', 'file', true, undefined, false],
      ['sub', 'submodule', false, undefined, commit],
      ['tab\tand\nline', 'file', false, undefined, false],
    ]);
    expect(await textOf(tree, '"quoted" ü 😀')).toBe('y');
    await expect(tree.open('sub')).rejects.toThrow(/found submodule/);
    await expect(tree.open('nothing')).rejects.toThrow(/found nothing/);
  });

  it('shows names that are not UTF-8 and still opens them', async () => {
    makeRepository(folder, { 'plain.txt': 'p' });
    const blob = git(folder, 'hash-object', '-w', 'plain.txt');
    const listing = Buffer.concat([
      Buffer.from(`100644 blob ${blob}\tcaf`),
      Buffer.from([0xe9]),
      Buffer.from('.txt\0'),
    ]);
    writeFileSync(join(temporary.path, 'listing'), listing);
    const tree = git(folder, '-c', 'core.quotePath=false', 'rev-parse', 'HEAD^{tree}');
    expect(tree).toHaveLength(40);
    const made = gitWithInput(folder, listing, 'mktree', '-z');
    git(folder, 'tag', 'v1', git(folder, 'commit-tree', made, '-m', 'odd'));
    const opened = await open(folder, { tag: 'v1' });
    expect(pathsOf(opened)).toEqual(['caf\\xe9.txt']);
    expect(await textOf(opened, 'caf\\xe9.txt')).toBe('p');
  });

  it('leaves out names that lead out of the tree', async () => {
    makeRepository(folder, { 'plain.txt': 'p' });
    const blob = git(folder, 'hash-object', '-w', 'plain.txt');
    const entries = ['..', '.git', 'good'].map((name) => `100644 blob ${blob}\t${name}\0`).join('');
    const made = gitWithInput(folder, Buffer.from(entries), 'mktree', '-z');
    git(folder, 'tag', 'v1', git(folder, 'commit-tree', made, '-m', 'hostile'));
    const tree = await open(folder, { tag: 'v1' });
    expect(pathsOf(tree)).toEqual(['good']);
    expect(tree.notes[0]).toMatch(/^2 paths of the git tree would lead out of it/);
  });

  it('tells content that is missing, and keeps the rest', async () => {
    makeRepository(folder, { here: 'here', gone: 'gone' });
    git(folder, 'tag', 'v1');
    const id = git(folder, 'rev-parse', 'v1:gone');
    rmSync(join(folder, '.git', 'objects', id.slice(0, 2), id.slice(2)));
    const tree = await open(folder, { tag: 'v1' });
    expect(tree.entries.map(({ path, absent }) => [path, absent !== undefined])).toEqual([
      ['gone', true],
      ['here', false],
    ]);
    await expect(tree.open('gone')).rejects.toMatchObject({ code: 'absent' });
    expect(await textOf(tree, 'here')).toBe('here');
  });

  it('goes on after a damaged object', async () => {
    makeRepository(folder, { bad: 'bad'.repeat(1000), good: 'good' });
    git(folder, 'tag', 'v1');
    const id = git(folder, 'rev-parse', 'v1:bad');
    const path = join(folder, '.git', 'objects', id.slice(0, 2), id.slice(2));
    rmSync(path);
    writeFileSync(path, 'not an object');
    const tree = await open(folder, { tag: 'v1' });
    await expect(tree.open('bad')).rejects.toThrow();
    expect(await textOf(tree, 'good')).toBe('good');
  });

  it('notes a shallow clone, and that a tag may be missing because of it', async () => {
    makeRepository(folder, { a: 'a' });
    git(folder, 'commit', '-q', '--allow-empty', '-m', 'Second');
    git(folder, 'tag', 'v2');
    const clone = join(temporary.path, 'clone');
    git(temporary.path, 'clone', '-q', '--depth=1', `file://${folder}`, clone);
    expect((await open(clone, { tag: 'v2' })).notes).toEqual(['the clone is shallow: earlier history is not here']);
    expect((await open(clone, { tag: 'v1' })).notes[0]).toMatch(/\(the clone is shallow and may lack it\)/);
  });

  it('fetches nothing of a partial clone: what it lacks is absent', async () => {
    makeRepository(folder, { 'a.txt': 'a', 'b.txt': 'b' });
    git(folder, 'config', 'uploadpack.allowFilter', 'true');
    git(folder, 'tag', 'v1');
    const clone = join(temporary.path, 'clone');
    git(temporary.path, 'clone', '-q', '--no-checkout', '--filter=blob:none', `file://${folder}`, clone);
    const tree = await open(clone, { tag: 'v1' });
    expect(tree.entries.map(({ path, absent }) => [path, absent !== undefined])).toEqual([
      ['a.txt', true],
      ['b.txt', true],
    ]);
    git(clone, 'cat-file', '-p', 'v1:a.txt');
    const half = await open(clone, { tag: 'v1' });
    expect(half.entries.map(({ path, size, absent }) => [path, size, absent !== undefined])).toEqual([
      ['a.txt', 1, false],
      ['b.txt', 0, true],
    ]);
    expect(await textOf(half, 'a.txt')).toBe('a');
    expect(git(clone, 'rev-list', '--objects', '--missing=print', 'v1').match(/^\?/gm)).toHaveLength(1);
  });

  it('keeps large blobs on disk and opens them once', async () => {
    const large = Buffer.alloc(9 * 1024 * 1024, 'modelbag ');
    makeRepository(folder, { large, small: 'small' });
    git(folder, 'tag', 'v1');
    const tree = await open(folder, { tag: 'v1' });
    const [a, b] = await Promise.all([tree.open('large'), tree.open('large'), tree.open('small')]);
    expect(Buffer.from(await a.read(0, a.size)).equals(large)).toBe(true);
    await a.close();
    expect(Buffer.from(await b.read(5, 9)).toString()).toBe(large.toString('utf8', 5, 9));
    expect(await tree.open('large')).toBe(b);
  });

  it('reads many files at a time through one process', async () => {
    const files = Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`f${i}`, `content ${i}\n`.repeat(i)]));
    makeRepository(folder, files);
    git(folder, 'tag', 'v1');
    const tree = await open(folder, { tag: 'v1' });
    const texts = await Promise.all(pathsOf(tree).map((path) => textOf(tree, path)));
    expect(texts).toEqual(pathsOf(tree).map((path) => files[path]));
  });

  it('gives the address of origin without secrets', async () => {
    makeRepository(folder, { a: 'a' });
    git(folder, 'remote', 'add', 'origin', 'https://me:ghp_secret@github.com/owner/iris.git');
    const tree = await open(folder);
    expect([tree.origin, tree.name]).toEqual(['https://github.com/owner/iris.git', 'iris']);
    expect(JSON.stringify(tree)).not.toContain('secret');
    expect(existsSync(folder)).toBe(true);
  });
});

/** Runs git with bytes on its input. */
function gitWithInput(folder: string, input: Buffer, ...args: string[]): string {
  const path = join(folder, '..', 'input');
  writeFileSync(path, input);
  return git(folder, '-c', `alias.run=!git ${args.join(' ')} < '${path}'`, 'run');
}
