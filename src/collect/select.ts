import type { Config } from '../config.js';
import { count, isStray } from '../tree/listing.js';
import type { SourceTree, TreeEntry } from '../tree/tree.js';
import type { Omission, Refusal } from './collection.js';
import { type PatternSet, patternSet } from './glob.js';
import { junkFinder } from './junk.js';

/** Paths that are looked at, and what became of the others. */
export interface Selection {
  files: TreeEntry[];
  links: TreeEntry[];
  /** Entries that came from the work tree because a pattern names them. */
  fromWorkTree: Set<string>;
  /** Patterns of `models` that are no declarations of remote ones. */
  models: PatternSet;
  scripts: PatternSet;
  omitted: Omission[];
  refused: Refusal[];
  notes: string[];
}

/** Applies patterns, ignore rules and the list of junk to the paths of a tree. Nothing is read. */
export async function select(tree: SourceTree, config: Config): Promise<Selection> {
  const models = patternSet(config.models.filter((model) => typeof model === 'string'));
  const [include, exclude, scripts] = [
    patternSet(config.include),
    patternSet(config.exclude),
    patternSet(config.scripts),
  ];
  const isNamed = (path: string) => [models.match(path), include.match(path)].some((match) => match !== undefined);
  const added = tree.kind === 'git' && tree.surroundings ? await namedBeside(tree, config, isNamed) : [];
  const entries = [...tree.entries, ...added];
  const junk = junkFinder(entries.map((entry) => entry.path));
  const selection: Selection = {
    files: [],
    links: [],
    fromWorkTree: new Set(added.map((entry) => entry.path)),
    models,
    scripts,
    omitted: [],
    refused: [],
    notes: [],
  };
  const omissions = new Map<string, Omission>();
  for (const entry of entries) {
    const named = isNamed(entry.path);
    scripts.match(entry.path);
    const omission = whyOmitted(entry, named, exclude, junk);
    if (omission) {
      const known = omissions.get(omission.path);
      if (known) known.files++;
      else omissions.set(omission.path, { ...omission, files: 1 });
    } else sort(entry, selection);
  }
  selection.omitted = [...omissions.values()];
  selection.notes = [
    ...unusedNotes('models', models),
    ...unusedNotes('include', include),
    ...unusedNotes('scripts', scripts),
  ];
  return selection;
}

/** Untracked files that a pattern names: models often are not in git. */
async function namedBeside(tree: SourceTree, config: Config, isNamed: (path: string) => boolean): Promise<TreeEntry[]> {
  if (config.include.length === 0 && !config.models.some((model) => typeof model === 'string')) return [];
  const present = new Set(tree.entries.map((entry) => entry.path));
  const untracked = (await tree.surroundings?.untracked()) ?? [];
  return untracked.filter((entry) => !present.has(entry.path) && isNamed(entry.path));
}

function whyOmitted(
  entry: TreeEntry,
  named: boolean,
  exclude: PatternSet,
  junk: (path: string) => { path: string; reason: string } | null,
): { path: string; reason: string } | null {
  const pattern = exclude.match(entry.path);
  if (pattern !== undefined) return { path: entry.path, reason: `excluded by ${pattern}` };
  if (named) return null;
  const found = junk(entry.path);
  if (found) return found;
  return entry.ignored ? { path: outermost(entry.path), reason: 'ignored by git' } : null;
}

/** Ignored files are told by their folder, so that a cache of thousands is one line. */
const outermost = (path: string): string => (path.includes('/') ? path.slice(0, path.lastIndexOf('/') + 1) : path);

function sort(entry: TreeEntry, selection: Selection): void {
  if (isStray(entry.path))
    selection.refused.push({
      path: entry.path,
      kind: 'name',
      reason: 'the name would lead out of the tree',
      advice: 'Rename the file.',
    });
  else if (entry.kind === 'symlink') selection.links.push(entry);
  else if (entry.kind === 'file') selection.files.push(entry);
  else if (entry.kind === 'submodule')
    selection.refused.push({
      path: entry.path,
      kind: 'submodule',
      reason: `submodule at commit ${entry.blob ?? 'unknown'}: its files are in another repository`,
      advice: 'Archive that repository on its own and cite it, or copy what is needed.',
    });
  else
    selection.refused.push({
      path: entry.path,
      kind: 'unreadable',
      reason: entry.absent ?? 'it is no file',
      advice: 'Make it readable, or leave it out with an exclude pattern.',
    });
}

const unusedNotes = (key: string, patterns: PatternSet): string[] => {
  const unused = patterns.unused();
  return unused.length === 0
    ? []
    : [`${count(unused.length, 'pattern')} of ${key} match no file: ${unused.join(', ')}`];
};
