import type { OpenByteSource } from '../bytes/source.js';

/** What stands at a path, links not followed. */
export type PathKind = 'file' | 'directory' | 'symlink' | 'missing' | 'unreadable';

/**
 * How readers reach files by path: a disk, a git tree, a bag, memory. Paths are `/` separated; the empty path and `.`
 * are the root. Implementations never follow symbolic links.
 */
export interface FileAccess {
  /** Opens a file's content. Rejects with FormatError or a system error where it cannot be had. */
  open(path: string): Promise<OpenByteSource>;
  /** Regular files below a folder, relative to it, sorted by UTF-8 bytes. Empty where there is no such folder. */
  list(folder: string): Promise<string[]>;
  kind(path: string): Promise<PathKind>;
  /** False where nothing can be said about folders (the network): paths below them are asked for as they are. */
  knowsFolders?: boolean;
}

/** Folder part of a path, '' at the root. */
export const folderOf = (path: string): string =>
  path.includes('/') ? path.slice(0, path.lastIndexOf('/')) || '/' : '';

/** Folder part of a path with its slash, '' at the root: what paths below it begin with. */
export const folderAbove = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1);

/** Every folder above the given paths, each with its slash, unsorted. */
export function everyFolderAbove(paths: Iterable<string>): Set<string> {
  const folders = new Set<string>();
  for (const path of paths) {
    for (let at = path.indexOf('/'); at !== -1; at = path.indexOf('/', at + 1)) folders.add(path.slice(0, at + 1));
  }
  return folders;
}

/** Last segment of a path. */
export const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** Path of a file below a folder. */
export const joinPath = (folder: string, relative: string): string =>
  folder === '' || folder === '.' ? relative : folder.endsWith('/') ? folder + relative : `${folder}/${relative}`;

/** Path of a file that is named relative to the folder of another one. */
export const besideFile = (path: string, relative: string): string => joinPath(folderOf(path), relative);

/** The same files, seen from a folder. */
export const rootedAt = (folder: string, files: FileAccess): FileAccess => ({
  open: (path) => files.open(joinPath(folder, path)),
  list: (path) => files.list(joinPath(folder, path)),
  kind: (path) => files.kind(joinPath(folder, path)),
});
