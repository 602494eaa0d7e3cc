import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { byBytes } from '../bytes/order.js';
import { isMissing } from './repository.js';
import { walk } from './walk.js';

/** What stands at a path of the disk, links not followed. */
export async function diskKind(path: string): Promise<'file' | 'directory' | 'symlink' | 'missing' | 'unreadable'> {
  try {
    const found = await lstat(path === '' ? '.' : path);
    return found.isFile()
      ? 'file'
      : found.isDirectory()
        ? 'directory'
        : found.isSymbolicLink()
          ? 'symlink'
          : 'unreadable';
  } catch (error) {
    if (!isMissing(error)) throw error;
    const code = (error as NodeJS.ErrnoException).code;
    return code === 'EACCES' || code === 'EPERM' ? 'unreadable' : 'missing';
  }
}

/** Regular files below a folder of the disk, relative to it, sorted by bytes; names that are not UTF-8 are left out. */
export async function diskFiles(folder: string): Promise<string[]> {
  if ((await diskKind(folder)) !== 'directory') return [];
  const { entries, bytes } = await walk(folder === '' ? '.' : folder);
  return entries
    .filter((entry) => entry.kind === 'file' && !bytes.has(entry.path))
    .map((entry) => entry.path)
    .sort(byBytes);
}

/** Path on the disk of a path below a folder. */
export const diskPath = (folder: string, relative: string): string =>
  folder === '' ? relative : join(folder, relative);
