import type { Cursor } from '../bytes/cursor.js';
import { FormatError } from '../bytes/format-error.js';
import { expectSignature, type Hdf5Bytes, takeCursor } from './hdf5-bytes.js';

/** Nodes visited in one B-tree: a tree of a million chunks has some ten thousand. */
const MOST_NODES = 1_000_000;

/** Node types of version 1 B-trees (HDF5 File Format Specification III.A.1). */
export const NODE = { group: 0, chunks: 1 } as const;

/** A child of a leaf with the key before it. */
export interface TreeEntry {
  key: Cursor;
  child: number;
}

/**
 * Entries of the leaves of a version 1 B-tree, in order. Levels must fall towards the leaves and no node occurs twice,
 * so that every walk ends.
 */
export async function* treeEntries(
  bytes: Hdf5Bytes,
  root: number,
  nodeType: number,
  keyLength: number,
): AsyncGenerator<TreeEntry> {
  const seen = new Set<number>();
  const stack: { address: number; level: number | null }[] = [{ address: root, level: null }];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    if (seen.has(next.address))
      throw new FormatError(
        'invalid-structure',
        'expected a tree, found a B-tree node twice',
        bytes.base + next.address,
      );
    if (seen.size >= MOST_NODES)
      throw new FormatError(
        'resource-limit',
        `expected at most ${MOST_NODES} B-tree nodes, found more`,
        bytes.base + next.address,
      );
    seen.add(next.address);
    const { level, entries } = await readNode(bytes, next.address, nodeType, keyLength);
    if (next.level !== null && level !== next.level)
      throw new FormatError(
        'invalid-structure',
        `expected a B-tree node of level ${next.level}, found ${level}`,
        bytes.base + next.address,
      );
    if (level === 0) yield* entries;
    else for (const { child } of entries.reverse()) stack.push({ address: child, level: level - 1 });
  }
}

async function readNode(
  bytes: Hdf5Bytes,
  address: number,
  nodeType: number,
  keyLength: number,
): Promise<{ level: number; entries: TreeEntry[] }> {
  const head = await bytes.read(address, 8 + 2 * bytes.offsetSize);
  expectSignature(head, 'TREE');
  const type = head.u8();
  if (type !== nodeType)
    throw new FormatError('invalid-structure', `expected a B-tree of type ${nodeType}, found ${type}`, head.offset - 1);
  const level = head.u8();
  const used = head.u16();
  const body = await bytes.read(address + head.bytes.length, used * (keyLength + bytes.offsetSize) + keyLength);
  const entries: TreeEntry[] = [];
  for (let i = 0; i < used; i++) {
    const key = takeCursor(body, keyLength);
    const child = bytes.address(body);
    if (child !== null) entries.push({ key, child });
  }
  return { level, entries };
}
