import { basename, join } from 'node:path';
import { openFile } from '../bytes/file-source.js';
import { FormatError } from '../bytes/format-error.js';
import type { OpenByteSource } from '../bytes/source.js';
import { AbsentContent } from './absent.js';
import { count, listing } from './listing.js';
import type { TreeEntry } from './tree.js';
import { walk } from './walk.js';

/** Files of a folder as they are. */
export interface DirectoryFiles {
  entries: TreeEntry[];
  notes: string[];
  name: string;
  open(path: string): Promise<OpenByteSource>;
}

/** Lists a folder, links not followed. `mark` may change and add entries before they are sorted. */
export async function listDirectory(
  folder: string,
  mark: (entries: TreeEntry[]) => void = () => {},
): Promise<DirectoryFiles> {
  const walked = await walk(folder);
  mark(walked.entries);
  const { entries, notes } = listing(walked.entries);
  if (walked.bytes.size > 0)
    notes.push(`${count(walked.bytes.size, 'name')} not in UTF-8; their bytes are shown as \\xNN`);
  for (const path of walked.repositories)
    notes.push(`${path} is a git repository of its own; its files are read as they lie`);
  const byPath = new Map(entries.map((entry) => [entry.path, entry]));
  return {
    entries,
    notes,
    name: basename(folder),
    async open(path) {
      const entry = byPath.get(path);
      if (entry?.absent !== undefined) throw new AbsentContent(path, entry.absent);
      if (entry?.kind !== 'file')
        throw new FormatError(
          'unsupported',
          `expected a file at ${JSON.stringify(path)}, found ${entry?.kind ?? 'nothing'}`,
        );
      return openFile(walked.bytes.get(path) ?? join(folder, path));
    },
  };
}
