import { type PathMatcher, pathMatcher } from '../collect/glob.js';
import { folderOf } from '../formats/file-access.js';
import type { SourceTree } from '../tree/tree.js';

/** Files of attributes are short. */
const MOST_BYTES = 1 << 20;

/**
 * Tells which paths Git LFS is to keep, as the `.gitattributes` of the tree say (gitattributes(5)): of several lines that match, the
 * last one of the deepest folder counts. What is committed through the API is never turned into a pointer.
 */
export async function lfsPaths(tree: SourceTree): Promise<(path: string) => boolean> {
  const rules: { folder: string; matches: PathMatcher; isKept: boolean }[] = [];
  for (const { path, size, kind } of tree.entries) {
    if (kind !== 'file' || size > MOST_BYTES || !/(^|\/)\.gitattributes$/.test(path)) continue;
    const source = await tree.open(path);
    const text = Buffer.from(await source.read(0, source.size)).toString('utf8');
    await source.close();
    for (const line of text.split('\n')) {
      const [pattern = '', ...attributes] = line.trim().split(/\s+/);
      const filter = attributes.findLast((attribute) => /^[-!]?filter(=|$)/.test(attribute));
      if (filter === undefined || pattern.startsWith('#')) continue;
      rules.push({ folder: folderOf(path), matches: pathMatcher(pattern), isKept: filter === 'filter=lfs' });
    }
  }
  // Of two folders that hold a path, the one with the longer name lies deeper.
  rules.sort((a, b) => a.folder.length - b.folder.length);
  return (path) =>
    rules.findLast(
      ({ folder, matches }) =>
        (folder === '' || path.startsWith(`${folder}/`)) &&
        matches(folder === '' ? path : path.slice(folder.length + 1)),
    )?.isKept ?? false;
}
