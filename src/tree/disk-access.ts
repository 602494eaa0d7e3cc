import { lstatSync } from 'node:fs';
import { openFile } from '../bytes/file-source.js';
import { byBytes } from '../bytes/order.js';
import type { OpenByteSource } from '../bytes/source.js';
import { isMissing } from './repository.js';
import { walk } from './walk.js';

/** Files of this machine by their path, as the readers of formats want to reach them (`FileAccess` there). */
export interface DiskAccess {
  open(path: string): Promise<OpenByteSource>;
  list(folder: string): Promise<string[]>;
  kind(path: string): Promise<'file' | 'directory' | 'symlink' | 'missing' | 'unreadable'>;
}

/** The disk: paths as a person gives them, relative to the working directory or absolute. Links are not followed. */
export function diskAccess(): DiskAccess {
  return { open: (path) => openFile(path), list: filesBelow, kind: kindAt };
}

async function kindAt(path: string): ReturnType<DiskAccess['kind']> {
  try {
    // At once: the way through the thread pool takes ten times as long, once per file.
    const found = lstatSync(path === '' ? '.' : path, { throwIfNoEntry: false });
    if (found === undefined) return 'missing';
    if (found.isSymbolicLink()) return 'symlink';
    return found.isFile() ? 'file' : found.isDirectory() ? 'directory' : 'unreadable';
  } catch (error) {
    if (!isMissing(error)) throw error;
    const code = (error as NodeJS.ErrnoException).code;
    return code === 'EACCES' || code === 'EPERM' ? 'unreadable' : 'missing';
  }
}

/** Regular files below a folder, relative to it, sorted by bytes. Names that are not UTF-8 cannot be asked for. */
async function filesBelow(folder: string): Promise<string[]> {
  if ((await kindAt(folder)) !== 'directory') return [];
  const { entries, bytes } = await walk(folder === '' ? '.' : folder);
  return entries
    .filter((entry) => entry.kind === 'file' && !bytes.has(entry.path))
    .map((entry) => entry.path)
    .sort(byBytes);
}
