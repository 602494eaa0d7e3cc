import { FormatError } from '../../bytes/format-error.js';
import type { Collection } from '../../collect/collection.js';
import { isSystemError } from '../read-text.js';
import { mlflowDatabase } from './mlflow-database.js';
import type { RunStore, StoredRun } from './stored-run.js';
import { wandbLog } from './wandb-log.js';

export const RUN_STORES: readonly RunStore[] = [mlflowDatabase, wandbLog];

/** Files that are opened; a folder of offline runs has one for each. */
const FILES = 200;

interface Stored {
  path: string;
  runs: StoredRun[];
  unread?: string;
}

const known = new WeakMap<Collection, Promise<Stored[]>>();

/** Runs in files that trackers keep in forms of their own. Settings, links and personal details ask for them; read once. */
export function storedRuns(collection: Collection): Promise<Stored[]> {
  const found = known.get(collection) ?? readStores(collection);
  known.set(collection, found);
  return found;
}

async function readStores(collection: Collection): Promise<Stored[]> {
  const stored: Stored[] = [];
  for (const store of RUN_STORES) {
    const files = collection.files.filter(({ path }) => store.recognize(path));
    for (const { path, entry } of files.slice(0, FILES)) {
      if (entry.absent !== undefined) stored.push({ path, runs: [], unread: entry.absent });
      else stored.push(...(await readStore(collection, store, path)));
    }
    if (files.length > FILES)
      stored.push({
        path: files[FILES]!.path,
        runs: [],
        unread: `expected at most ${FILES} files of this kind (${store.title}), found ${files.length}`,
      });
  }
  return stored;
}

async function readStore(collection: Collection, store: RunStore, path: string): Promise<Stored[]> {
  try {
    const source = await collection.open(path);
    try {
      const read = await store.read(source, path);
      return read ? [{ path, ...read }] : [];
    } finally {
      await source.close();
    }
  } catch (error) {
    if (error instanceof FormatError || isSystemError(error)) return [{ path, runs: [], unread: error.message }];
    throw error;
  }
}
