import { lstat, open, readdir, rename, rm, statfs, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { sha256OfOpened } from '../bytes/digest.js';
import { openFile } from '../bytes/file-source.js';
import { UsageError } from '../usage-error.js';
import { folderContents } from './verify/folder-contents.js';

/** What lies under the final name. */
type Present = 'nothing' | 'file' | 'folder';

/** Anything but a regular file or a folder is a UsageError. */
export async function whatLiesAt(path: string): Promise<Present> {
  try {
    const stat = await lstat(path);
    if (!stat.isFile() && !stat.isDirectory()) throw otherFile(path);
    return stat.isFile() ? 'file' : 'folder';
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return 'nothing';
    throw error;
  }
}

/** Size of the file under the final name, null where there is none. Anything but a regular file is a UsageError. */
export async function sizeOf(path: string): Promise<number | null> {
  const present = await whatLiesAt(path);
  if (present === 'folder') throw otherFile(path);
  return present === 'nothing' ? null : (await lstat(path)).size;
}

/** Rejects with a UsageError where the folder of `path` is none or has less than `size` bytes free. */
export async function checkSpace(path: string, size: number): Promise<void> {
  const { bavail, bsize } = await statfs(dirname(path));
  if (bavail * bsize < size) throw fullDisk(path, size, undefined);
}

let count = 0;
const active = new Set<string>();

/** Removes what killed processes left beside `path`; what they had moved aside is put back where nothing took its place. */
export async function clearLeft(path: string): Promise<void> {
  const prefix = `${basename(path)}.`;
  for (const name of await readdir(dirname(path))) {
    if (!name.startsWith(prefix)) continue;
    const [, pid, kind] = /^(\d+)-\d+\.(partial|replaced)$/.exec(name.slice(prefix.length)) ?? [];
    const left = join(dirname(path), name);
    if (pid === undefined || active.has(left) || (Number(pid) !== process.pid && isRunning(Number(pid)))) continue;
    if (kind === 'replaced' && (await whatLiesAt(path)) === 'nothing') await rename(left, path);
    else await rm(left, { recursive: true, force: true });
  }
}

/**
 * A name beside `path` of this process alone, so that two that write the same bag cannot take each other's half one for whole:
 * `partial` is what is written until it is verified, `replaced` what lay under the final name until another one lies there.
 */
export function nameBeside(path: string, kind: 'partial' | 'replaced'): string {
  const own = `${path}.${process.pid}-${count++}.${kind}`;
  active.add(own);
  return own;
}

/** Removes what is left under a partial name, and forgets it. */
export async function dropPartial(partial: string): Promise<void> {
  active.delete(partial);
  await rm(partial, { recursive: true, force: true });
}

/** Writes a text under a name that may be taken: the old file is replaced, never written through, since it may be a link to another. */
export async function writeText(path: string, text: string): Promise<void> {
  await clearLeft(path);
  const partial = nameBeside(path, 'partial');
  try {
    await writeFile(partial, text, { flag: 'wx' });
    await rename(partial, path);
  } finally {
    await dropPartial(partial);
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return codeOf(error) !== 'ESRCH';
  }
}

/** Gives a verified bag its name, in the place of what is there. */
export async function moveInto(partial: string, path: string, present: Present): Promise<void> {
  if (present === 'nothing' || (present === 'file' && (await whatLiesAt(partial)) === 'file')) {
    await rename(partial, path);
  } else {
    // A folder takes no other's place at once: the old one steps aside first.
    const aside = nameBeside(path, 'replaced');
    await rename(path, aside);
    await rename(partial, path);
    await dropPartial(aside);
  }
  await syncFolder(dirname(path));
}

/** True where both are files with the same bytes, or folders with the same files. */
export async function isSame(one: string, other: string): Promise<boolean> {
  const [kind, otherKind] = [await whatLiesAt(one), await whatLiesAt(other)];
  if (kind !== otherKind || kind === 'nothing') return false;
  if (kind === 'file') return (await fileDigest(one)) === (await fileDigest(other));
  const [files, others] = [await folderContents(one), await folderContents(other)];
  if (files.files.size !== others.files.size || files.problems.length + others.problems.length > 0) return false;
  for (const [path, { size }] of files.files) {
    if (others.files.get(path)?.size !== size) return false;
    if ((await fileDigest(join(one, path))) !== (await fileDigest(join(other, path)))) return false;
  }
  return true;
}

export const fileDigest = (path: string): Promise<string> => sha256OfOpened(openFile(path));

/** The rename itself must survive a crash; some systems cannot sync folders and say so, which is no failure of the bag. */
export async function syncFolder(path: string): Promise<void> {
  const handle = await open(path, 'r').catch(() => null);
  try {
    await handle?.sync();
  } catch (error) {
    if (!['EINVAL', 'EPERM', 'EISDIR', 'ENOTSUP', 'EBADF'].includes(codeOf(error))) throw error;
  } finally {
    await handle?.close();
  }
}

/** What stopped the writing, in words for people where it is their disk or folder; anything else as it is. */
export function asUsageError(error: unknown, path: string, size: number): unknown {
  if (error instanceof UsageError) return error;
  const { code, path: failed } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG') return fullDisk(path, size, error);
  const isOurs = failed !== undefined && (failed === dirname(path) || failed.startsWith(path));
  if (!isOurs || !['ENOENT', 'ENOTDIR', 'EACCES', 'EPERM', 'EROFS'].includes(code ?? '')) return error;
  return new UsageError(
    `expected a folder that can be written at ${dirname(path)}, found ${code}`,
    'Create the folder or choose another --out directory.',
    { cause: error },
  );
}

export const otherFile = (path: string): UsageError =>
  new UsageError(
    `expected no other file at ${path}, found one`,
    'Remove it, choose another --out directory, or replace it with --force.',
  );

const fullDisk = (path: string, size: number, cause: unknown): UsageError =>
  new UsageError(
    `expected ${size} free bytes for ${path}, found a full disk`,
    'Free some space or choose another --out directory; no half bag was left behind.',
    { cause },
  );

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException)?.code ?? '';
