import type { Collection } from '../collect/collection.js';
import { everyFolderAbove } from '../formats/file-access.js';

type Files = Pick<Collection, 'files'>;

/** Lists once what readers ask for at each of thousands of files. */
function remembered(list: (files: Files) => ReadonlySet<string>): (files: Files) => ReadonlySet<string> {
  const known = new WeakMap<Collection['files'], ReadonlySet<string>>();
  return ({ files }) => {
    const found = known.get(files) ?? list({ files });
    known.set(files, found);
    return found;
  };
}

/** Paths of the files that are here. */
export const pathsOf = remembered(({ files }) => new Set(files.map(({ path }) => path)));

/** Paths of the folders that hold them, each with its slash. */
export const foldersOf = remembered(({ files }) => everyFolderAbove(files.map(({ path }) => path)));
