import { spawnSync } from 'node:child_process';
import { appendFileSync, chownSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { GitFailure, runGit } from '../../src/tree/git.js';
import { openTree } from '../../src/tree/open.js';
import { git, hasGit, makeRepository, pathsOf, temporaryFolder, textOf, writeFiles } from './repository-fixture.js';

(hasGit ? describe : describe.skip)('a hostile repository', () => {
  let temporary: ReturnType<typeof temporaryFolder>;
  let folder: string;
  let marker: string;
  beforeEach(() => {
    temporary = temporaryFolder();
    folder = join(temporary.path, 'project');
    marker = join(temporary.path, 'marker');
    makeRepository(folder, { 'a.txt': 'a', 'model.bin': 'weights', '.gitignore': '*.log\n', 'x.log': 'log' });
    git(folder, 'tag', 'v1');
  });
  afterEach(() => temporary.clean());

  /** Every setting by which git is known to run a program, and some that redirect it. */
  function poison(): void {
    const id = git(folder, 'rev-parse', 'v1:model.bin');
    const run = join(temporary.path, 'run.sh');
    writeFiles(temporary.path, { 'run.sh': { program: `#!/bin/sh\necho "$0 $*" >> '${marker}'\n` } });
    const hooks = ['post-checkout', 'post-index-change', 'reference-transaction', 'fsmonitor-watchman'];
    for (const hook of hooks)
      writeFiles(folder, { [`.git/hooks/${hook}`]: { program: `#!/bin/sh\necho ${hook} >> '${marker}'\n` } });
    writeFileSync(join(folder, '.git', 'included'), `[core]\n\tfsmonitor = ${run}\n\tsshCommand = ${run}\n`);
    writeFileSync(join(folder, '.git', 'info', 'attributes'), '* filter=evil diff=evil\n');
    const elsewhere = join(temporary.path, 'elsewhere');
    mkdirSync(elsewhere, { recursive: true });
    appendFileSync(
      join(folder, '.git', 'config'),
      `
[core]
	repositoryFormatVersion = 1
	fsmonitor = ${run}
	hooksPath = ${temporary.path}
	sshCommand = ${run}
	pager = ${run}
	editor = ${run}
	askPass = ${run}
	gitProxy = ${run}
	alternateRefsCommand = ${run}
	worktree = ${elsewhere}
	untrackedCache = true
[alias]
	ls-tree = !${run}
	cat-file = !${run}
	rev-parse = !${run}
	ls-files = !${run}
	config = !${run}
[pager]
	ls-tree = ${run}
	ls-files = ${run}
	config = ${run}
[filter "evil"]
	clean = ${run}
	smudge = ${run}
	process = ${run}
	required = true
[diff "evil"]
	textconv = ${run}
	command = ${run}
[credential]
	helper = !${run}
[gpg]
	program = ${run}
[uploadpack]
	packObjectsHook = ${run}
[extensions]
	partialClone = evil
[protocol]
	allow = always
[protocol "ext"]
	allow = always
[protocol "file"]
	allow = always
[remote "evil"]
	url = ext::${run} %S
	promisor = true
	partialCloneFilter = blob:none
	vcs = evil
[include]
	path = included
`,
    );
    rmSync(join(folder, '.git', 'objects', id.slice(0, 2), id.slice(2)), { force: true });
  }

  it('runs nothing, connects nowhere and is read all the same, at a tag and as a directory', async () => {
    poison();
    for (const options of [{ tag: 'v1' }, {}]) {
      const tree = await openTree(folder, options);
      expect(pathsOf(tree)).toEqual(expect.arrayContaining(['.gitignore', 'a.txt', 'model.bin']));
      expect(await textOf(tree, 'a.txt')).toBe('a');
      if (options.tag) await expect(tree.open('model.bin')).rejects.toMatchObject({ code: 'absent' });
      else
        expect(tree.entries.find((entry) => entry.path === 'x.log')).toMatchObject({ untracked: true, ignored: true });
      await tree.surroundings?.untracked();
      await tree.close();
    }
    expect(existsSync(marker)).toBe(false);
  });

  it('would run programs if git were simply asked (so that the test above means something)', () => {
    poison();
    spawnSync('git', ['-c', 'core.worktree=', 'cat-file', '-p', 'v1:model.bin'], { cwd: folder });
    spawnSync('git', ['--work-tree=.', 'status'], { cwd: folder });
    expect(existsSync(marker)).toBe(true);
  });

  const isRoot = process.getuid?.() === 0;
  (isRoot ? it : it.skip)('is read although another user owns it (needs root to prepare)', async () => {
    const give = (path: string) => spawnSync('chown', ['-R', '65534:65534', path]);
    give(folder);
    chownSync(folder, 65534, 65534);
    const refused = spawnSync('git', ['status'], {
      cwd: folder,
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], HOME: '/nonexistent' },
    });
    expect(refused.stderr).toContain('dubious ownership');
    const tree = await openTree(folder, { tag: 'v1' });
    expect([tree.kind, await textOf(tree, 'a.txt')]).toEqual(['git', 'a']);
    await tree.close();
    const directory = await openTree(folder);
    expect(directory.entries.find((entry) => entry.path === 'x.log')?.ignored).toBe(true);
    await directory.close();
  });

  it('does not wait forever for a configuration that never ends', async () => {
    spawnSync('mkfifo', [join(folder, '.git', 'pipe')]);
    appendFileSync(join(folder, '.git', 'config'), '[include]\n\tpath = pipe\n');
    const place = { gitDir: join(folder, '.git'), workTree: folder };
    await expect(runGit(place, ['rev-parse', 'HEAD'], { silence: 300 })).rejects.toMatchObject({ code: 'silent' });
  });

  it('is read as a directory where git refuses it', async () => {
    appendFileSync(join(folder, '.git', 'config'), '[core]\n\trepositoryFormatVersion = 99\n');
    const tree = await openTree(folder);
    expect(pathsOf(tree)).toEqual(['.gitignore', 'a.txt', 'model.bin', 'x.log']);
    expect(tree.notes[0]).toMatch(/^git cannot say which files it ignores: .*99/);
    await tree.close();
  });

  it('is not asked through a shell: names of commands and files are data', async () => {
    const place = { gitDir: join(folder, '.git'), workTree: folder };
    await expect(runGit(place, [`rev-parse; touch '${marker}'`])).rejects.toThrow(GitFailure);
    await expect(openTree(folder, { revision: `HEAD; touch '${marker}'` })).rejects.toThrow(/names no commit/);
    expect(existsSync(marker)).toBe(false);
  });

  it('ends with a UsageError where git is missing and needed, and reads the files where it is not', async () => {
    const path = process.env['PATH'];
    process.env['PATH'] = '/nonexistent';
    try {
      await expect(openTree(folder, { tag: 'v1' })).rejects.toMatchObject({
        name: 'UsageError',
        advice: expect.stringMatching(/^Install git/),
      });
      const tree = await openTree(folder);
      expect(pathsOf(tree)).toEqual(['.gitignore', 'a.txt', 'model.bin', 'x.log']);
      expect(tree.notes[0]).toMatch(/git is not installed.*which files it ignores is unknown/);
      await tree.close();
    } finally {
      process.env['PATH'] = path;
    }
  });
});
