import { oncePer } from '../bytes/once-per.js';
import type { Collection } from '../collect/collection.js';
import { everyFolderAbove } from '../formats/file-access.js';

type Files = Pick<Collection, 'files'>;

// Readers ask at each of thousands of files.
const listPaths = oncePer((files: Collection['files']): ReadonlySet<string> => new Set(files.map(({ path }) => path)));
const listFolders = oncePer(
  (files: Collection['files']): ReadonlySet<string> => everyFolderAbove(files.map(({ path }) => path)),
);

/** Paths of the files that are here. */
export const pathsOf = ({ files }: Files): ReadonlySet<string> => listPaths(files);

/** Paths of the folders that hold them, each with its slash. */
export const foldersOf = ({ files }: Files): ReadonlySet<string> => listFolders(files);
