import type { OpenByteSource } from '../bytes/source.js';
import { AbsentContent } from '../tree/absent.js';
import type { SourceTree, TreeEntry } from '../tree/tree.js';
import type { CollectedFile, Refusal } from './collection.js';
import { type Decision, roleOf } from './roles.js';
import type { Selection } from './select.js';
import { SmallContents } from './small-contents.js';

/** A collection in the making. */
export interface Gathering {
  tree: SourceTree;
  selection: Selection;
  files: Map<string, CollectedFile>;
  /** Content of small files as it was when they were examined. */
  contents: SmallContents;
  /** Where content comes from that is not the tree's own. */
  openers: Map<string, () => Promise<OpenByteSource>>;
  /** Files that are models because the configuration declares each by itself. */
  declared: Set<string>;
  /** Paths whose content cannot be had. */
  unread: Set<string>;
  refused: Refusal[];
  notes: string[];
}

export const newGathering = (tree: SourceTree, selection: Selection): Gathering => ({
  tree,
  selection,
  files: new Map(),
  contents: new SmallContents(),
  openers: new Map(),
  declared: new Set(),
  unread: new Set(),
  refused: [...selection.refused],
  notes: [...selection.notes],
});

/** Content of a file: from where it was found, else from the tree. */
export async function openGathered(gathering: Gathering, path: string): Promise<OpenByteSource> {
  const opener = gathering.openers.get(path);
  if (opener) return opener();
  if (!gathering.selection.fromWorkTree.has(path)) return gathering.tree.open(path);
  const source = await gathering.tree.surroundings?.workTree(path);
  if (!source) throw new AbsentContent(path, 'it is not in the work tree any more');
  return source;
}

/** What a file is, models aside: what the configuration says, then content (`head` is the beginning of a text) and names. */
export function decide({ selection }: Gathering, path: string, size: number, head?: string): Decision {
  const pattern = selection.scripts.match(path);
  if (pattern !== undefined) return { role: 'script', why: `named by ${pattern}` };
  return roleOf(path, head, size);
}

/** Adds a file that was found elsewhere; it takes the place of what the tree has at this path. */
export function addFound(
  gathering: Gathering,
  path: string,
  found: { size: number; from: NonNullable<CollectedFile['from']>; open: () => Promise<OpenByteSource> },
): void {
  const entry: TreeEntry = { path, kind: 'file', size: found.size, executable: false, untracked: true };
  gathering.refused = gathering.refused.filter((refusal) => refusal.path !== path);
  gathering.unread.delete(path);
  const { role, why } = decide(gathering, path, found.size);
  gathering.files.set(path, { path, role, size: found.size, entry, from: found.from, why });
  gathering.openers.set(path, found.open);
  gathering.contents.drop(path);
}
