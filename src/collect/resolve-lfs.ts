import { sha256Of } from '../bytes/digest.js';
import type { OpenByteSource } from '../bytes/source.js';
import type { Surroundings } from '../tree/tree.js';
import type { CollectedFile } from './collection.js';
import type { LfsPointer } from './lfs-pointer.js';

/** Where the content of a pointer lies on this machine, verified. */
export interface LfsContent {
  from: NonNullable<CollectedFile['from']>;
  open(): Promise<OpenByteSource>;
}

/** Finds the content that a pointer stands for in the LFS store or the work tree; null where neither has the right bytes. */
export async function findLfsContent(
  path: string,
  pointer: LfsPointer,
  surroundings: Surroundings | undefined,
): Promise<LfsContent | null> {
  if (!surroundings) return null;
  const places = [
    { from: 'lfs', open: () => surroundings.lfs(pointer.sha256) },
    { from: 'work-tree', open: () => surroundings.workTree(path) },
  ] as const;
  for (const { from, open } of places) {
    const source = await open();
    if (!source) continue;
    try {
      if (source.size !== pointer.size || (await sha256Of(source)) !== pointer.sha256) continue;
    } finally {
      await source.close();
    }
    return { from, open: () => reopen(path, open) };
  }
  return null;
}

async function reopen(path: string, open: () => Promise<OpenByteSource | null>): Promise<OpenByteSource> {
  const source = await open();
  if (!source) throw new Error(`the content of ${path} vanished while the tree was read`);
  return source;
}
