import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { byBytes } from '../bytes/order.js';
import { junkFinder } from '../collect/junk.js';
import type { GitState, RecordedFile } from '../evidence/run.js';
import { ask } from './ask.js';

/** What makes two states of a file differ: nanoseconds of its times, size and place on the disk. */
export type Snapshot = ReadonlyMap<string, string>;

/** A run that writes more files than this writes a data set; the rest is counted. */
const MOST_FILES = 5_000;
/** A folder with more is a disk taken by mistake. */
const MOST_SEEN = 2_000_000;
const MOST_CHANGES = 100;

/** The top of the git work tree around a folder, or the folder itself. */
export async function projectRoot(directory: string): Promise<string> {
  for (let folder = resolve(directory); ; folder = dirname(folder)) {
    if (await exists(join(folder, '.git'))) return folder;
    if (dirname(folder) === folder) return resolve(directory);
  }
}

/** Commit and dirtiness of a work tree; null outside of git. Asked with the user's own git, whose settings hold. */
export async function gitStateOf(root: string): Promise<GitState | null> {
  const head = await ask(['git', '-C', root, 'rev-parse', 'HEAD']);
  if (!head.ok) return null;
  const status = await ask([
    'git',
    '-C',
    root,
    '--no-optional-locks',
    'status',
    '--porcelain',
    '-z',
    '--no-renames',
    '--untracked-files=all',
  ]);
  const changes = status.stdout.split('\0').flatMap((row) => (row.length > 3 ? [row.slice(3)] : []));
  // The record of the run before is no change of the program.
  const meant = changes.filter((path) => !/(^|\/)modelbag\.run(\.[\w-]+)?\.json$/.test(path));
  return { commit: head.stdout.trim(), dirty: meant.length > 0, changes: meant.sort(byBytes).slice(0, MOST_CHANGES) };
}

/** Every file below a folder but caches and environments, with what tells whether it was written. */
export async function snapshot(root: string): Promise<Snapshot> {
  const found = new Map<string, string>();
  const isJunk = junkFinder([]);
  const folders = [root];
  for (let folder = folders.pop(); folder !== undefined && found.size < MOST_SEEN; folder = folders.pop()) {
    // A folder may go while the tree is read.
    const names = await readdir(folder, { withFileTypes: true }).catch(() => []);
    for (const entry of names) {
      const path = join(folder, entry.name);
      const shown = relative(root, path).split(sep).join('/');
      if (entry.name === '.git' || isJunk(entry.isDirectory() ? `${shown}/x` : shown) !== null) continue;
      if (entry.isDirectory()) folders.push(path);
      else if (entry.isFile()) {
        const state = await lstat(path, { bigint: true }).catch(() => undefined);
        if (state) found.set(shown, `${state.size} ${state.mtimeNs} ${state.ctimeNs} ${state.ino}`);
      }
    }
  }
  return found;
}

export interface Difference {
  written: { path: string; change: 'created' | 'changed' }[];
  removed: string[];
}

export function difference(before: Snapshot, after: Snapshot): Difference {
  const written = [...after]
    .filter(([path, state]) => before.get(path) !== state)
    .map(([path]) => ({ path, change: before.has(path) ? ('changed' as const) : ('created' as const) }))
    .sort((a, b) => byBytes(a.path, b.path));
  return { written, removed: [...before.keys()].filter((path) => !after.has(path)).sort(byBytes) };
}

/** Files with size and SHA-256; what cannot be read, and what is too much, is a note. */
export async function digested<T extends { path: string }>(
  root: string,
  files: readonly T[],
  notes: string[],
): Promise<(T & RecordedFile)[]> {
  const rows: (T & RecordedFile)[] = [];
  for (const file of files.slice(0, MOST_FILES)) {
    try {
      const path = resolve(root, file.path);
      const hash = createHash('sha256');
      let size = 0;
      for await (const part of createReadStream(path)) {
        hash.update(part as Buffer);
        size += (part as Buffer).length;
      }
      rows.push({ ...file, size, sha256: hash.digest('hex') });
    } catch (error) {
      notes.push(`${file.path} could not be read: ${(error as NodeJS.ErrnoException).code ?? String(error)}`);
    }
  }
  if (files.length > MOST_FILES) notes.push(`${files.length - MOST_FILES} more files are not listed`);
  return rows;
}

export const exists = (path: string): Promise<boolean> =>
  lstat(path).then(
    () => true,
    () => false,
  );
