import { lstat, readFile, realpath, stat } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { GitPlace } from './git.js';

/** The git repository that a folder belongs to. Paths are absolute, links resolved. */
export interface Repository extends GitPlace {
  /** Differs from `gitDir` in a linked work tree: where objects, references and the LFS store lie. */
  commonDir: string;
  /** Folder inside the work tree, `/` separated, '' at its top. */
  prefix: string;
}

/** A `.git` file is one line; nobody's path is longer. */
const POINTER_BYTES = 4096;

/**
 * Finds the repository of a folder by walking up, as git does. Git itself is not asked: its discovery reads the
 * repository's configuration before anything can be switched off, and refuses repositories of other users.
 */
export async function findRepository(folder: string): Promise<Repository | null> {
  const start = await realpath(folder);
  if (await isGitDir(start)) {
    const gitDir = start;
    return { gitDir, commonDir: await commonDirOf(gitDir), prefix: '' };
  }
  for (let at = start; ; at = dirname(at)) {
    const gitDir = await gitDirAt(at);
    if (gitDir !== null) {
      const prefix = relative(at, start).split(sep).join('/');
      return { gitDir, workTree: at, commonDir: await commonDirOf(gitDir), prefix };
    }
    if (dirname(at) === at) return null;
  }
}

/** True where a folder lies as git lays out a repository without work tree (gitrepository-layout). */
export async function isGitDir(folder: string): Promise<boolean> {
  const [head, objects, refs] = await Promise.all(
    ['HEAD', 'objects', 'refs'].map((name) => kindOf(join(folder, name))),
  );
  return head === 'file' && objects === 'folder' && refs === 'folder';
}

/** The git directory of a work tree whose top is `folder`: `.git`, or where the file `.git` points to. */
async function gitDirAt(folder: string): Promise<string | null> {
  const path = join(folder, '.git');
  const kind = await kindOf(path);
  if (kind === 'folder') return (await isGitDir(path)) ? realpath(path) : null;
  if (kind !== 'file' || (await lstat(path)).size > POINTER_BYTES) return null;
  const pointer = /^gitdir: (.+?)\r?\n?$/.exec(await readFile(path, 'utf8'));
  const target = pointer?.[1] === undefined ? null : resolve(folder, pointer[1]);
  // A linked work tree has HEAD of its own, and objects and refs elsewhere.
  return target !== null && (await kindOf(join(target, 'HEAD'))) === 'file' ? realpath(target) : null;
}

async function commonDirOf(gitDir: string): Promise<string> {
  const path = join(gitDir, 'commondir');
  if ((await kindOf(path)) !== 'file' || (await stat(path)).size > POINTER_BYTES) return gitDir;
  return resolve(gitDir, (await readFile(path, 'utf8')).trim());
}

/** What stands at a path, links followed, which git does here too. */
export async function kindOf(path: string): Promise<'file' | 'folder' | 'other' | null> {
  try {
    const found = await stat(path);
    return found.isFile() ? 'file' : found.isDirectory() ? 'folder' : 'other';
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/** Nothing there, or nothing that we may see. */
export const isMissing = (error: unknown): boolean =>
  ['ENOENT', 'ENOTDIR', 'EACCES', 'EPERM', 'ELOOP', 'ENAMETOOLONG'].includes(
    (error as NodeJS.ErrnoException | null)?.code ?? '',
  );
