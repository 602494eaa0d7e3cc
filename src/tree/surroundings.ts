import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { openFile } from '../bytes/file-source.js';
import type { OpenByteSource } from '../bytes/source.js';
import { applyGitMarks, type GitMarks } from './git-marks.js';
import { listing } from './listing.js';
import { isMissing } from './repository.js';
import type { Surroundings, TreeEntry } from './tree.js';
import { walk } from './walk.js';

/** Where content may lie that the tree itself does not hold. */
export interface Places {
  /** Folder of the work tree that the tree shows; absent in a bare repository. */
  folder?: string;
  /** Top of the work tree, where `.dvc` lies. */
  top?: string;
  /** Git directory that has the LFS store. */
  commonDir?: string;
  /** Asked for only when untracked files are. */
  marks?: () => Promise<GitMarks>;
}

/** Content beside a tree that lies on this machine's disk. */
export function openSurroundings({ folder, top, commonDir, marks }: Places): Surroundings {
  let untracked: Promise<readonly TreeEntry[]> | undefined;
  const list = async (): Promise<readonly TreeEntry[]> => {
    if (folder === undefined || marks === undefined) return [];
    const { entries } = listing((await walk(folder)).entries);
    applyGitMarks(entries, await marks());
    return entries.filter((entry) => entry.untracked);
  };
  return {
    untracked: () => (untracked ??= list()),
    workTree: async (path) => (folder === undefined ? null : openBelow(folder, path)),
    lfs: async (id) =>
      commonDir !== undefined && /^[0-9a-f]{64}$/.test(id)
        ? openBelow(commonDir, `lfs/objects/${id.slice(0, 2)}/${id.slice(2, 4)}/${id}`)
        : null,
    async dvc(md5) {
      if (top === undefined || !/^[0-9a-f]{32}(\.dir)?$/.test(md5)) return null;
      const name = `${md5.slice(0, 2)}/${md5.slice(2)}`;
      // Since DVC 3.0 below files/md5, before directly in the cache.
      return (await openBelow(top, `.dvc/cache/files/md5/${name}`)) ?? openBelow(top, `.dvc/cache/${name}`);
    },
  };
}

/** Opens a regular file below a folder; null where there is none or a link stands on the way. */
async function openBelow(folder: string, path: string): Promise<OpenByteSource | null> {
  const segments = path.split('/');
  if (segments.some((segment) => segment === '' || segment === '.' || segment === '..' || /[\\\0]/.test(segment)))
    return null;
  let at = folder;
  try {
    for (const [i, segment] of segments.entries()) {
      at = join(at, segment);
      const found = await lstat(at);
      if (i < segments.length - 1 ? !found.isDirectory() : !found.isFile()) return null;
    }
    return await openFile(at);
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}
