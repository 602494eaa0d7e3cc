import { normalize } from 'node:path';
import { treeAccess } from '../collect/tree-access.js';
import type { ModelPlace } from '../reproduce/compare.js';
import { ARCHIVE_ENDING } from '../tree/archive-listing.js';
import { diskAccess } from '../tree/disk-access.js';
import { openTree } from '../tree/open.js';
import type { TreeEntry } from '../tree/tree.js';
import { UsageError } from '../usage-error.js';

/** A model that a person named: on the disk, or inside a zip or tar as if that were a folder (`v1.zip/data/models/best.pt`). */
export interface OpenPlace extends ModelPlace {
  close(): Promise<void>;
}

export async function openPlace(named: string): Promise<OpenPlace> {
  const files = diskAccess();
  const path = plainPath(named);
  const place = { path, files, close: async () => {} };
  const kind = await files.kind(path);
  if (kind === 'file' && ARCHIVE_ENDING.test(path)) await refuseBag(path);
  if (kind !== 'missing') return place;
  for (let slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
    const outer = path.slice(0, slash);
    const kind = await files.kind(outer);
    if (kind === 'missing') continue;
    if (kind !== 'file') break;
    const tree = await openTree(outer);
    const inner = path.slice(slash + 1);
    if (tree.entries.some((entry) => entry.path === inner || entry.path.startsWith(`${inner}/`)))
      return { path: inner, files: treeAccess(tree.open, tree.entries), close: () => tree.close() };
    await tree.close();
    const name = inner.slice(inner.lastIndexOf('/') + 1);
    const alike = tree.entries.filter((entry) => `/${entry.path}`.endsWith(`/${name}`));
    throw new UsageError(`${outer} holds no ${inner}`, nameOne(outer, alike));
  }
  return place;
}

/** What is asked for is one model. */
async function refuseBag(path: string): Promise<void> {
  const tree = await openTree(path).catch(() => null);
  if (!tree) return;
  const { entries } = tree;
  await tree.close();
  if (entries.some((entry) => entry.path === 'bagit.txt'))
    throw new UsageError(
      `${path} is a bag, not a model`,
      nameOne(
        path,
        entries.filter((entry) => entry.path.startsWith('data/models/')),
      ),
    );
}

const nameOne = (outer: string, [first]: readonly TreeEntry[]): string =>
  first ? `Name a model in it, as ${outer}/${first.path}` : `List what lies in ${outer}.`;

/** A path as given, normalized, never made absolute. */
export const plainPath = (path: string): string => {
  const normal = normalize(path).replaceAll('\\', '/');
  return normal.length > 1 && normal.endsWith('/') ? normal.slice(0, -1) : normal;
};
