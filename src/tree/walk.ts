import { access, constants, lstat, readdir, readlink } from 'node:fs/promises';
import { UsageError } from '../usage-error.js';
import { nameFromBytes } from './listing.js';
import type { TreeEntry } from './tree.js';

/** What walking a folder found. `bytes` has the real names of paths that are not UTF-8. */
export interface Walked {
  entries: TreeEntry[];
  bytes: Map<string, Buffer>;
  /** Folders below the top that are git repositories of their own. */
  repositories: string[];
}

/** A folder with more files is a home or a whole disk, taken by mistake. */
const ENTRY_LIMIT = 2_000_000;
/** Files whose state is asked for at a time. */
const BATCH = 512;

/**
 * Every path below a folder, unsorted. Links are not followed; what cannot be read is an entry with its reason. `.git` is
 * left out at any depth.
 */
export async function walk(root: string): Promise<Walked> {
  const walked: Walked = { entries: [], bytes: new Map(), repositories: [] };
  const folders: { path: string; name: Buffer }[] = [{ path: '', name: Buffer.from(root) }];
  for (let folder = folders.pop(); folder; folder = folders.pop()) {
    const found = await readFolder(folder, walked);
    for (let at = 0; at < found.length; at += BATCH) {
      const batch = await Promise.all(found.slice(at, at + BATCH).map(entryAt));
      for (const one of batch) {
        if ('folder' in one) folders.push(one.folder);
        else walked.entries.push(one.entry);
      }
    }
    if (walked.entries.length > ENTRY_LIMIT)
      throw new UsageError(
        `expected at most ${ENTRY_LIMIT} files below ${root}, found more`,
        'Name the folder of the project itself.',
      );
  }
  return walked;
}

interface Place {
  path: string;
  name: Buffer;
}

/** Paths directly in a folder; an unreadable folder becomes an entry of the result. */
async function readFolder(folder: Place, walked: Walked): Promise<Place[]> {
  let names: Buffer[];
  try {
    names = await readdir(folder.name, { encoding: 'buffer' });
  } catch (error) {
    if (folder.path === '') throw error;
    walked.entries.push({ path: folder.path, kind: 'other', size: 0, executable: false, absent: reasonOf(error) });
    return [];
  }
  const places: Place[] = [];
  for (const name of names) {
    const text = nameFromBytes(name);
    if (text === '.git') {
      if (folder.path !== '') walked.repositories.push(folder.path);
      continue;
    }
    const place = {
      path: folder.path === '' ? text : `${folder.path}/${text}`,
      name: Buffer.concat([folder.name, SLASH, name]),
    };
    places.push(place);
    if (walked.bytes.has(folder.path) || !name.equals(Buffer.from(text))) walked.bytes.set(place.path, place.name);
  }
  return places;
}
const SLASH = Buffer.from('/');

async function entryAt(place: Place): Promise<{ folder: Place } | { entry: TreeEntry }> {
  const entry: TreeEntry = { path: place.path, kind: 'other', size: 0, executable: false };
  try {
    const found = await lstat(place.name);
    if (found.isDirectory()) return { folder: place };
    if (found.isSymbolicLink()) {
      entry.kind = 'symlink';
      entry.target = nameFromBytes(await readlink(place.name, { encoding: 'buffer' }));
    } else if (found.isFile()) {
      entry.kind = 'file';
      entry.size = whole(found.size);
      entry.executable = (found.mode & 0o100) !== 0;
      // Readable by everybody needs no question.
      if ((found.mode & 0o444) !== 0o444) await access(place.name, constants.R_OK);
    } else {
      entry.absent = `it is ${found.isFIFO() ? 'a named pipe' : found.isSocket() ? 'a socket' : 'a device'}, not a file`;
    }
  } catch (error) {
    entry.absent = reasonOf(error);
  }
  return { entry };
}

/** Sizes come as floating-point numbers, each of which takes memory of its own wherever it is kept; whole ones below 2³¹ take none. */
const whole = (size: number): number => (size < 2 ** 31 ? size | 0 : size);

function reasonOf(error: unknown): string {
  const code = (error as NodeJS.ErrnoException | null)?.code;
  if (code === 'EACCES' || code === 'EPERM') return 'permission denied';
  if (code === 'ENOENT') return 'it vanished while the folder was read';
  return `it cannot be read (${code ?? String(error)})`;
}
