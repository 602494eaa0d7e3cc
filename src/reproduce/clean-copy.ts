import { createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { chunks } from '../bytes/source.js';
import { escapes } from '../formats/open-model.js';
import { makeFolder } from '../tree/make-folder.js';
import type { SourceTree } from '../tree/tree.js';

/** `data/src/train.py` → `train.py`: below its folder of the payload, a file keeps its path in the repository. */
const IN_PAYLOAD = /^data\/(?:models|exports|src|env|config|docs|training-data)\/(.+)$/;

export interface RestoredFile {
  /** In the bag. */
  bag: string;
  /** In the repository. */
  path: string;
}

/** The files of a repository that a bag holds. `renamed` are those whose names had to change. */
export function filesOf(tree: SourceTree, renamed: ReadonlyMap<string, string>): RestoredFile[] {
  return tree.entries.flatMap(({ path: bag, kind }) => {
    const path = renamed.get(bag) ?? IN_PAYLOAD.exec(bag)?.[1];
    // Names come from the bag, which may be anybody's: none leads out of the copy.
    return kind !== 'file' || path === undefined || leaves(path) ? [] : [{ bag, path }];
  });
}

/** Windows drops dots and spaces at the end of a segment, so that `.. ` may be `..`. */
export const leaves = (path: string): boolean =>
  escapes(path) || path.split(/[/\\]/).some((segment) => /^\.\.[. ]+$/.test(segment));

/** Writes files of a bag where the repository had them, below an empty folder. */
export async function writeCopy(tree: SourceTree, files: readonly RestoredFile[], folder: string): Promise<void> {
  for (const { bag, path } of files) {
    const target = join(folder, path);
    await makeFolder(dirname(target));
    const source = await tree.open(bag);
    try {
      await pipeline(Readable.from(chunks(source)), createWriteStream(target, { flags: 'wx' }));
    } finally {
      await source.close();
    }
  }
}

/** Makes the folders of files that are left out, empty: programs count on those that a clone has. */
export async function writeFolders(files: readonly RestoredFile[], folder: string): Promise<void> {
  for (const { path } of files) await makeFolder(dirname(join(folder, path)));
}

/**
 * Remembers files below a folder as they are now. The answer tells whether one was written since, be it with the same
 * content: each is held to its own time, since copies are made one after the other.
 */
export async function writtenSince(
  folder: string,
  paths: readonly string[],
): Promise<(path: string) => Promise<boolean>> {
  const before = new Map<string, string | null>();
  for (const path of new Set(paths)) before.set(path, await stateOf(join(folder, path)));
  return async (path) => {
    const now = await stateOf(join(folder, path));
    return now !== null && now !== before.get(path);
  };
}

async function stateOf(path: string): Promise<string | null> {
  const found = await stat(path, { bigint: true }).catch(() => null);
  return found === null ? null : `${found.ino} ${found.size} ${found.mtimeNs}`;
}
