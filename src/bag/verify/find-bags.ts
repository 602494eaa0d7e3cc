import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { append } from '../../bytes/append.js';
import { byBytes } from '../../bytes/order.js';
import { ARCHIVE_ENDING } from './archive-name.js';
import { baseOf } from './contents.js';

/** A folder of bags may be sorted by year and project. */
const DEPTH = 8;

/**
 * Bags at a path: itself, or, where it is a folder that is neither bag nor crate, every archive and every bag in it and below, in
 * byte order. Links and hidden folders are passed over. A folder without any is given back, to be reported.
 */
export async function bagsAt(path: string): Promise<string[]> {
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false, // verifying says what is wrong with it
  );
  if (!isFolder || (await isBag(path))) return [path];
  const found = await bagsBelow(path, DEPTH);
  return found.length > 0 ? found : [path];
}

async function bagsBelow(folder: string, depth: number): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isFile() && ARCHIVE_ENDING.test(entry.name)) found.push(path);
    if (!entry.isDirectory() || entry.name.startsWith('.')) continue;
    if (await isBag(path)) found.push(path);
    else if (depth > 1) append(found, await bagsBelow(path, depth - 1));
  }
  return found.sort(byBytes);
}

const isBag = async (folder: string): Promise<boolean> => baseOf(await readdir(folder))?.folder === '';
