import { opendir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { openFile } from '../../bytes/file-source.js';
import { FormatError } from '../../bytes/format-error.js';
import type { Limits } from '../../bytes/limits.js';
import { pass } from '../../bytes/pass.js';
import { BAG_LIMITS } from './bag-limits.js';
import type { BagContents, BagFile } from './contents.js';
import { type BagProblem, problem, readProblem } from './problem.js';

/** Opens a folder as a bag. Symbolic links, special files and what cannot be opened are problems and are not followed. */
export async function folderContents(root: string, limits: Limits = BAG_LIMITS): Promise<BagContents> {
  const files = new Map<string, BagFile>();
  const folders = new Set<string>();
  const problems: BagProblem[] = [];
  const walk = async (folder: string): Promise<void> => {
    for await (const entry of await opendir(join(root, folder))) {
      const path = `${folder}${entry.name}`;
      if (files.size >= limits.members)
        throw new FormatError('resource-limit', `expected at most ${limits.members} files, found more`);
      try {
        if (entry.isDirectory()) {
          folders.add(`${path}/`);
          await walk(`${path}/`);
        } else if (entry.isFile()) files.set(path, await folderFile(join(root, path)));
        else if (entry.isSymbolicLink()) problems.push(problem(path, 'symlink', 'a regular file', 'a symbolic link'));
        else problems.push(problem(path, 'unreadable', 'a regular file', 'a special file'));
      } catch (error) {
        if (error instanceof FormatError) throw error;
        // No permission, gone meanwhile, too deep, or a name that is not UTF-8.
        problems.push(readProblem(path, error));
      }
    }
  };
  await walk('');
  return { container: 'folder', base: '', files, folders, problems, async close() {} };
}

/** A file on disk as one of a bag. */
export async function folderFile(path: string): Promise<BagFile> {
  const { size } = await stat(path);
  return {
    size,
    async open() {
      const source = await openFile(path);
      // Ranges are read with a handle each: a caller that keeps thousands of files open cannot exhaust them.
      await source.close();
      return {
        size: source.size,
        async read(start, end) {
          const again = await openFile(path);
          try {
            return await again.read(start, end);
          } finally {
            await again.close();
          }
        },
      };
    },
    async pass(options) {
      const source = await openFile(path);
      try {
        return { ...(await pass(source, options)), problems: [] };
      } finally {
        await source.close();
      }
    },
  };
}
