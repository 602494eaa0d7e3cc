import { lstat, open, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { UsageError } from '../usage-error.js';

/** Size of the file under the final name, null where there is none. Anything but a regular file is a UsageError. */
export async function sizeOf(path: string): Promise<number | null> {
  try {
    const stat = await lstat(path);
    if (!stat.isFile()) throw otherFile(path);
    return stat.size;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

/** Rejects with a UsageError where the folder of `path` is none or has less than `size` bytes free. */
export async function checkSpace(path: string, size: number): Promise<void> {
  const { bavail, bsize } = await statfs(dirname(path));
  if (bavail * bsize < size) throw fullDisk(path, size, undefined);
}

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
  const isOurs = failed !== undefined && [path, `${path}.partial`, dirname(path)].includes(failed);
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
    'Free some space or choose another --out directory; nothing was left behind.',
    { cause },
  );

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException)?.code ?? '';
