import { DEFAULT_LIMITS } from '../bytes/limits.js';
import { type Json, readJson } from '../containers/json-document.js';
import type { SourceTree } from './tree.js';

/** A JSON document of a tree; undefined where there is no such file. Throws FormatError where it is no JSON. */
export async function jsonAt(tree: SourceTree, path: string): Promise<Json | undefined> {
  if (!tree.entries.some((entry) => entry.path === path)) return undefined;
  const source = await tree.open(path);
  try {
    return await readJson(source, DEFAULT_LIMITS);
  } finally {
    await source.close();
  }
}
