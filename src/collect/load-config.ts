import { openFile } from '../bytes/file-source.js';
import type { OpenByteSource } from '../bytes/source.js';
import { CONFIG_BYTES, CONFIG_PATHS, type Config, DEFAULT_CONFIG, parseConfig } from '../config.js';
import type { SourceTree } from '../tree/tree.js';
import { UsageError } from '../usage-error.js';

/**
 * The configuration in a file of the disk, which messages call `name`, or the tree's own; the defaults where there is none.
 * Throws UsageError for a file that is missing, too long, not UTF-8, or not a configuration.
 */
export async function loadConfig(tree: SourceTree, file?: string, name = file ?? ''): Promise<Config> {
  if (file !== undefined) return readConfig(name, () => openFile(file));
  const path = CONFIG_PATHS.find((name) => tree.entries.some((entry) => entry.path === name && entry.kind === 'file'));
  return path === undefined ? DEFAULT_CONFIG : readConfig(path, () => tree.open(path));
}

/** The configuration in that file of a tree. Throws UsageError. */
export async function loadConfigAt(tree: SourceTree, path: string): Promise<Config> {
  if (tree.entries.every((entry) => entry.path !== path)) throw unreadable(path, NO_FILE);
  return readConfig(path, () => tree.open(path));
}

const NO_FILE = 'there is no such file';
const unreadable = (path: string, why: string, cause?: unknown): UsageError =>
  new UsageError(`${path} cannot be read: ${why}`, 'Check the path of the configuration.', { cause });

async function readConfig(path: string, open: () => Promise<OpenByteSource>): Promise<Config> {
  const bytes = await readAll(path, open);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new UsageError(`${path}: expected text in UTF-8, found other bytes`, `Save ${path} as UTF-8.`, { cause });
  }
  return parseConfig(text, path);
}

const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT';

async function readAll(path: string, open: () => Promise<OpenByteSource>): Promise<Uint8Array> {
  let source: OpenByteSource;
  try {
    source = await open();
  } catch (cause) {
    throw unreadable(path, isMissing(cause) ? NO_FILE : (cause as Error).message, cause);
  }
  try {
    if (source.size > CONFIG_BYTES)
      throw new UsageError(`${path}: expected at most ${CONFIG_BYTES} bytes, found ${source.size}`, 'Shorten it.');
    return await source.read(0, source.size);
  } finally {
    await source.close();
  }
}
