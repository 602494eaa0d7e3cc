import { byBytes } from '../bytes/order.js';
import type { FileAccess, PathKind } from '../formats/file-access.js';
import type { SourceTree, TreeEntry } from '../tree/tree.js';

/** Files of a tree as readers of formats reach them. `open` may give other content than the tree's own (LFS, downloads). */
export function treeAccess(
  open: SourceTree['open'],
  entries: readonly Pick<TreeEntry, 'path' | 'kind' | 'absent'>[],
): FileAccess {
  const byPath = new Map(entries.map((entry) => [entry.path, entry]));
  const sorted = [...byPath.keys()].sort(byBytes);
  const folders = new Set<string>();
  for (const path of sorted)
    for (
      let end = path.lastIndexOf('/');
      end > 0 && !folders.has(path.slice(0, end));
      end = path.lastIndexOf('/', end - 1)
    )
      folders.add(path.slice(0, end));
  return {
    open: (path) => open(plain(path)),
    list: async (folder) =>
      below(plain(folder), sorted).filter((path) => byPath.get(join(folder, path))?.kind === 'file'),
    kind: async (path) => kindOf(plain(path), byPath, folders),
  };
}

const plain = (path: string): string => (path === '.' ? '' : path.replace(/^\.\//, '').replace(/\/$/, ''));
const join = (folder: string, path: string): string => (plain(folder) === '' ? path : `${plain(folder)}/${path}`);

function kindOf(
  path: string,
  byPath: ReadonlyMap<string, Pick<TreeEntry, 'kind' | 'absent'>>,
  folders: ReadonlySet<string>,
): PathKind {
  if (path === '' || folders.has(path)) return 'directory';
  const entry = byPath.get(path);
  if (!entry) return 'missing';
  if (entry.kind === 'file') return 'file';
  return entry.kind === 'symlink' ? 'symlink' : 'unreadable';
}

/** Paths below a folder, relative to it. The paths of one folder lie side by side when sorted by bytes. */
function below(folder: string, sorted: readonly string[]): string[] {
  if (folder === '') return [...sorted];
  const prefix = `${folder}/`;
  const found: string[] = [];
  for (let at = firstAtLeast(prefix, sorted); at < sorted.length && sorted[at]?.startsWith(prefix); at++)
    found.push((sorted[at] as string).slice(prefix.length));
  return found;
}

function firstAtLeast(prefix: string, sorted: readonly string[]): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (byBytes(sorted[middle] as string, prefix) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
