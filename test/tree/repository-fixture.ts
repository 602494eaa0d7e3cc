import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { SourceTree } from '../../src/tree/tree.js';

export const hasGit = spawnSync('git', ['--version']).status === 0;

/** A folder that `clean` deletes, even where a test took permissions away. */
export function temporaryFolder(): { path: string; clean(): void } {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'modelbag-test-')));
  return { path, clean: () => rmSync(path, { recursive: true, force: true }) };
}

/** Content of a file: text, bytes, `{ link }` for a symbolic link, `{ program }` for an executable one. */
export type Content = string | Uint8Array | { link: string } | { program: string };

export function writeFiles(folder: string, files: Record<string, Content>): void {
  for (const [path, content] of Object.entries(files)) {
    const at = join(folder, path);
    mkdirSync(dirname(at), { recursive: true });
    if (typeof content === 'string' || content instanceof Uint8Array) writeFileSync(at, content);
    else if ('link' in content) symlinkSync(content.link, at);
    else {
      writeFileSync(at, content.program);
      chmodSync(at, 0o755);
    }
  }
}

/** Runs git as a person would, with a known author and time; returns what it printed. */
export function git(folder: string, ...args: string[]): string {
  const ran = spawnSync('git', args, {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: folder,
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_AUTHOR_NAME: 'A',
      GIT_AUTHOR_EMAIL: 'a@example.org',
      GIT_AUTHOR_DATE: '1600000000 +0000',
      GIT_COMMITTER_NAME: 'C',
      GIT_COMMITTER_EMAIL: 'c@example.org',
      GIT_COMMITTER_DATE: '1700000000 +0200',
    },
  });
  if (ran.status !== 0) throw new Error(`git ${args.join(' ')}: ${ran.stderr}`);
  return ran.stdout.trim();
}

/** Makes a folder a repository with one commit of the files. */
export function makeRepository(folder: string, files: Record<string, Content>, ...init: string[]): string {
  mkdirSync(folder, { recursive: true });
  git(folder, 'init', '-q', '-b', 'main', ...init);
  writeFiles(folder, files);
  git(folder, 'add', '-A');
  git(folder, 'commit', '-q', '-m', 'First', '--allow-empty');
  return git(folder, 'rev-parse', 'HEAD');
}

/** Text of a file of a tree. */
export async function textOf(tree: SourceTree, path: string): Promise<string> {
  const source = await tree.open(path);
  const text = Buffer.from(await source.read(0, source.size)).toString('utf8');
  await source.close();
  return text;
}

export const pathsOf = (tree: SourceTree): string[] => tree.entries.map((entry) => entry.path);
