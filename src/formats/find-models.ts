import { FormatError } from '../bytes/format-error.js';
import { DEFAULT_LIMITS, type Limits } from '../bytes/limits.js';
import { byBytes } from '../bytes/order.js';
import { directoryModels } from './directory.js';
import { type FileAccess, folderOf, joinPath, nameOf } from './file-access.js';
import type { Format } from './format.js';
import { extensionOf, glimpse } from './glimpse.js';
import { identify } from './identify.js';
import neverModels from './never-models.json' with { type: 'json' };

/** One model of a tree: its entry file, the files that belong to it, and what it was recognized as. */
export interface FoundModel {
  entry: string;
  /** Paths of the tree, sorted. */
  companions: string[];
  format: Format;
  basis: string;
}

const NEVER = new Set(neverModels);

/**
 * Every model among the given paths (sorted files of one tree): directories that are one model, then single files by
 * content. Reads the head and tail of a file at most; files whose extension names source, prose or media are not opened.
 */
export async function findModels(
  paths: readonly string[],
  files: FileAccess,
  limits: Limits = DEFAULT_LIMITS,
): Promise<FoundModel[]> {
  const sorted = [...paths].sort(byBytes);
  const tree = new Set(sorted);
  const claimed = new Set<string>();
  const found: FoundModel[] = [];
  const add = (entry: string, companions: string[], recognized: { format: Format; basis: string }) => {
    for (const path of [entry, ...companions]) claimed.add(path);
    found.push({ entry, companions: companions.sort(byBytes), ...recognized });
  };
  for (const model of directoryModels(sorted, limits)) {
    if (claimed.has(model.entry)) continue;
    const recognized = await recognizeFile(model.entry, sorted, files, limits);
    if (recognized && recognized.format.facts.isModel !== false)
      add(
        model.entry,
        model.companions.filter((path) => !claimed.has(path)),
        recognized,
      );
  }
  // An index claims its shards before they are taken for models of their own.
  for (const path of [...sorted.filter(isIndex), ...sorted.filter((other) => !isIndex(other))]) {
    if (claimed.has(path) || NEVER.has(extensionOf(path))) continue;
    const recognized = await recognizeFile(path, sorted, files, limits);
    if (recognized && recognized.format.facts.isModel !== false)
      add(
        path,
        siblings(path, sorted, tree).filter((other) => !claimed.has(other)),
        recognized,
      );
  }
  return found.sort((a, b) => byBytes(a.entry, b.entry));
}

/** What a file is, or null where it cannot be opened or read: whoever inspects it later says why. */
async function recognizeFile(
  path: string,
  sorted: readonly string[],
  files: FileAccess,
  limits: Limits,
): Promise<{ format: Format; basis: string } | null> {
  const source = await files.open(path).catch(() => null);
  if (!source) return null;
  try {
    const below = async () => pathsBelow(folderOf(path), sorted);
    const { format, basis } = await identify(await glimpse(nameOf(path), source, below), limits);
    return { format, basis };
  } catch (error) {
    if (error instanceof FormatError) return null;
    throw error;
  } finally {
    await source.close();
  }
}

/** Paths below a folder, relative to it. */
function pathsBelow(folder: string, sorted: readonly string[]): string[] {
  if (folder === '') return [...sorted];
  const prefix = `${folder}/`;
  return sorted.filter((path) => path.startsWith(prefix)).map((path) => path.slice(prefix.length));
}

const isIndex = (path: string): boolean => path.endsWith('.index.json');
const SHARD = /-\d+-of-\d+\.[a-z0-9]+$/;

/** Files that by their name hold the rest of a model: data shards, external weights, the weights beside a topology. */
function siblings(path: string, sorted: readonly string[], tree: ReadonlySet<string>): string[] {
  const folder = folderOf(path);
  const name = nameOf(path);
  const stem = name.slice(0, name.length - extensionOf(name).length);
  const exact = [
    `${name}.data`,
    `${name}_data`,
    ...(name.endsWith('.xml') ? [`${stem}.bin`] : []),
    ...(/\.(?:pdmodel|json)$/.test(name) ? [`${stem}.pdiparams`] : []),
    ...(name.endsWith('.param') ? [`${stem}.bin`] : []),
  ];
  const present = exact.map((other) => joinPath(folder, other)).filter((other) => tree.has(other));
  if (isIndex(name)) {
    const first = joinPath(folder, `${name.slice(0, name.indexOf('.'))}-`);
    return sorted.filter((other) => other.startsWith(first) && SHARD.test(other) && folderOf(other) === folder);
  }
  if (!name.endsWith('.index')) return present;
  const shard = joinPath(folder, `${stem}.data-`);
  return [
    ...present,
    ...sorted.filter((other) => other.startsWith(shard) || other === joinPath(folder, `${stem}.meta`)),
  ];
}
