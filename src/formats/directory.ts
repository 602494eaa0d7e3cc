import type { Limits } from '../bytes/limits.js';
import { byBytes } from '../bytes/order.js';
import kinds from './directory-kinds.json' with { type: 'json' };
import { joinPath } from './file-access.js';

/** A directory that is one model: its entry file and what else belongs to it, relative to the directory. */
export interface DirectoryModel {
  kind: string;
  /** Formats whose readers look at the companions; what else the entry is, it is a file alone. */
  formats: readonly string[];
  /** Everything below its folder belongs to it. */
  isWhole: boolean;
  entry: string;
  companions: string[];
}

interface DirectoryKind {
  kind: string;
  formats: string[];
  /** Entry files, first that exists wins. */
  entries: string[];
  /** Where the name of the entry varies: a pattern of its whole path. */
  entryPattern?: string;
  /** Each pattern must match at least one file. */
  needs: string[];
  /** Files that belong to it; absent: everything below the directory. */
  members?: string[];
}

const KINDS = (kinds as DirectoryKind[]).map((kind) => ({
  ...kind,
  entryPattern: kind.entryPattern === undefined ? undefined : new RegExp(`^${kind.entryPattern}$`, 'u'),
  /** The same at the end of a longer path. */
  entryBelow: kind.entryPattern === undefined ? undefined : new RegExp(`(?:^|/)${kind.entryPattern}$`, 'u'),
  needs: kind.needs.map((pattern) => new RegExp(pattern, 'u')),
  members: kind.members?.map((pattern) => new RegExp(pattern, 'u')),
}));

const ENTRIES: ReadonlySet<string> = new Set(KINDS.flatMap((kind) => kind.entries));

/** True for a file that enters a directory model of a fixed name: the model is known by its folder. */
export const entersDirectory = (path: string): boolean => ENTRIES.has(path.slice(path.lastIndexOf('/') + 1));

/** The model that a directory is, from the sorted paths below it; null where it is none or holds several. */
export function directoryModel(listed: readonly string[], limits: Limits): DirectoryModel | null {
  const paths = listed.slice(0, limits.members);
  const present = new Set(paths);
  for (const { kind, formats, entries, entryPattern, needs, members } of KINDS) {
    const entry =
      entries.find((name) => present.has(name)) ?? (entryPattern && paths.find((path) => entryPattern.test(path)));
    if (entry === undefined || !needs.every((pattern) => paths.some((path) => pattern.test(path)))) continue;
    const companions = paths.filter(
      (path) => path !== entry && (!members || members.some((pattern) => pattern.test(path))),
    );
    return { kind, formats, isWhole: members === undefined, entry, companions };
  }
  return null;
}

/** Every directory model of a tree, outermost first: its folder, entry and companions as paths of the tree. */
export function directoryModels(paths: readonly string[], limits: Limits): (DirectoryModel & { folder: string })[] {
  const folders = new Set<string>();
  for (const path of paths)
    for (const name of ENTRIES)
      if (path === name || path.endsWith(`/${name}`))
        folders.add(path.slice(0, path.length - name.length).replace(/\/$/, ''));
  for (const { entryBelow } of KINDS)
    for (const path of entryBelow ? paths : []) if (entryBelow?.test(path)) folders.add(path.replace(entryBelow, ''));
  const found: (DirectoryModel & { folder: string })[] = [];
  for (const folder of [...folders].sort(byBytes)) {
    // A trainer keeps its checkpoints in folders of its own below the model; parts of a model lie in folders that it claims.
    const isClaimed = (outer: (typeof found)[number]): boolean =>
      outer.folder !== '' &&
      folder.startsWith(`${outer.folder}/`) &&
      outer.companions.some((path) => path.startsWith(`${folder}/`));
    if (found.some(isClaimed)) continue;
    const below =
      folder === ''
        ? paths
        : paths.filter((path) => path.startsWith(`${folder}/`)).map((path) => path.slice(folder.length + 1));
    const model = directoryModel(below, limits);
    if (model)
      found.push({
        ...model,
        folder,
        entry: joinPath(folder, model.entry),
        companions: model.companions.map((path) => joinPath(folder, path)),
      });
  }
  return found;
}
