import { createHash } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openFile } from '../bytes/file-source.js';
import type { OpenByteSource } from '../bytes/source.js';
import { makeFolder } from './make-folder.js';
import { kindOf } from './repository.js';

/** Content that is named by its digest and outlives a run. */
export interface Cache {
  /** What was stored under a name; null where nothing was. The caller checks the digest again. */
  open(name: string): Promise<OpenByteSource | null>;
  /** Stores bytes under a name once all of them have arrived: an error of `parts` leaves nothing behind. */
  store(name: string, parts: AsyncIterable<Uint8Array>): Promise<OpenByteSource>;
}

/** A cache in a folder, which is made when something is stored. */
export function folderCache(folder: string): Cache {
  const pathOf = (name: string) => join(folder, createHash('sha256').update(name).digest('hex'));
  return {
    open: async (name) => ((await kindOf(pathOf(name))) === 'file' ? openFile(pathOf(name)) : null),
    async store(name, parts) {
      await makeFolder(folder);
      const unfinished = `${pathOf(name)}.${process.pid}.part`;
      try {
        await writeFile(unfinished, parts, { mode: 0o600 });
        await rename(unfinished, pathOf(name));
      } catch (error) {
        await rm(unfinished, { force: true });
        throw error;
      }
      return openFile(pathOf(name));
    },
  };
}
