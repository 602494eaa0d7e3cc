import { normalize } from 'node:path';
import { treeAccess } from '../collect/tree-access.js';
import type { ModelPlace } from '../reproduce/compare.js';
import { diskAccess } from '../tree/disk-access.js';
import { openTree } from '../tree/open.js';

/** A model that a person named: on the disk, or inside a zip as if that were a folder (`v1.zip/data/models/best.pt`). */
export interface OpenPlace extends ModelPlace {
  close(): Promise<void>;
}

export async function openPlace(named: string): Promise<OpenPlace> {
  const files = diskAccess();
  const path = plainPath(named);
  const place = { path, files, close: async () => {} };
  if ((await files.kind(path)) !== 'missing') return place;
  for (let slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
    const outer = path.slice(0, slash);
    const kind = await files.kind(outer);
    if (kind === 'missing') continue;
    if (kind !== 'file') break;
    const tree = await openTree(outer);
    return { path: path.slice(slash + 1), files: treeAccess(tree.open, tree.entries), close: () => tree.close() };
  }
  return place;
}

/** A path as given, normalized, never made absolute. */
export const plainPath = (path: string): string => {
  const normal = normalize(path).replaceAll('\\', '/');
  return normal.length > 1 && normal.endsWith('/') ? normal.slice(0, -1) : normal;
};
