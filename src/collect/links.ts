import { posix } from 'node:path';
import type { TreeEntry } from '../tree/tree.js';
import type { RecordedLink, Refusal } from './collection.js';

/** Links on the way from a link to what it means; more is a circle. */
const LINK_STEPS = 40;

/** Follows symbolic links by their text, never by the disk. */
export interface LinkResolver {
  resolve(link: TreeEntry): { target: string } | { problem: string };
}

/** Resolves links among the entries of one tree; folders count as present when something lies below them. */
export function linkResolver(entries: readonly TreeEntry[]): LinkResolver {
  const byPath = new Map(entries.map((entry) => [entry.path, entry]));
  const folders = new Set<string>(['']);
  for (const { path } of entries)
    for (
      let end = path.lastIndexOf('/');
      end > 0 && !folders.has(path.slice(0, end));
      end = path.lastIndexOf('/', end - 1)
    )
      folders.add(path.slice(0, end));
  return { resolve: (link) => follow(link, byPath, folders) };
}

function follow(
  link: TreeEntry,
  byPath: ReadonlyMap<string, TreeEntry>,
  folders: ReadonlySet<string>,
): { target: string } | { problem: string } {
  let [at, todo] = ['', link.path.split('/')];
  for (let steps = 0; todo.length > 0; ) {
    const segment = todo.shift() as string;
    if (segment === '' || segment === '.') continue;
    if (segment === '..') {
      if (at === '') return { problem: 'it leads out of the tree' };
      at = posix.dirname(at) === '.' ? '' : posix.dirname(at);
      continue;
    }
    const next = at === '' ? segment : `${at}/${segment}`;
    const entry = byPath.get(next);
    if (entry?.kind === 'symlink') {
      if (++steps > LINK_STEPS) return { problem: 'it leads in a circle' };
      if (entry.target === undefined) return { problem: 'its target cannot be read' };
      if (/^(\/|[A-Za-z]:|\\)/.test(entry.target)) return { problem: 'its target is an absolute path' };
      todo = [...entry.target.split('/'), ...todo];
    } else if (entry || folders.has(next)) at = next;
    else return { problem: 'its target does not exist' };
  }
  return { target: at };
}

/** Records links that stay inside the tree and refuses the others. */
export function sortLinks(
  links: readonly TreeEntry[],
  resolver: LinkResolver,
): { links: RecordedLink[]; refused: Refusal[] } {
  const [recorded, refused]: [RecordedLink[], Refusal[]] = [[], []];
  for (const link of links) {
    const found = resolver.resolve(link);
    if ('target' in found) recorded.push({ path: link.path, target: found.target === '' ? '.' : found.target });
    else
      refused.push({
        path: link.path,
        kind: 'symlink',
        reason: `symbolic link: ${found.problem}`,
        advice: 'Replace the link by the file itself, or leave it out with an exclude pattern.',
      });
  }
  return { links: recorded, refused };
}
