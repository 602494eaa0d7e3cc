import { append } from '../bytes/append.js';
import type { Cursor } from '../bytes/cursor.js';
import { FormatError } from '../bytes/format-error.js';
import { expectSignature, expectVersion, type Hdf5Bytes, readCount, takeCursor } from './hdf5-bytes.js';

/** Records of one version 2 B-tree. */
const MOST_RECORDS = 10_000_000;
const CHECKSUM_BYTES = 4;
/** Signature, version, type of a node. */
const NODE_PREFIX_BYTES = 6;

/** Record types of version 2 B-trees (HDF5 File Format Specification III.A.2). */
export const RECORD = {
  hugeObject: 1,
  hugeFiltered: 2,
  hugeDirect: 3,
  hugeDirectFiltered: 4,
  linkName: 5,
  attributeName: 8,
  chunk: 10,
  filteredChunk: 11,
} as const;

interface Tree {
  type: number;
  nodeSize: number;
  recordSize: number;
  /** Per level: most records of a node, bytes of a node's record count, bytes of a subtree's record count. */
  levels: { most: number; countBytes: number; totalBytes: number }[];
}

interface Visit {
  address: number;
  records: number;
  level: number;
}

/** Records of a version 2 B-tree of one of `types`, each as a cursor; order is not kept. */
export async function* tree2Records(
  bytes: Hdf5Bytes,
  address: number,
  types: readonly number[],
): AsyncGenerator<{ type: number; record: Cursor }> {
  const head = await bytes.read(address, 16 + bytes.offsetSize + 2 + bytes.lengthSize + CHECKSUM_BYTES);
  expectSignature(head, 'BTHD');
  expectVersion(head, 'a B-tree', [0]);
  const type = head.u8();
  if (!types.includes(type))
    throw new FormatError(
      'invalid-structure',
      `expected a B-tree of type ${types.join(' or ')}, found ${type}`,
      head.offset - 1,
    );
  const nodeSize = head.u32();
  const recordSize = head.u16();
  const depth = head.u16();
  head.skip(2);
  const root = bytes.address(head);
  const rootRecords = head.u16();
  const total = readCount(head, bytes.lengthSize);
  if (total > MOST_RECORDS)
    throw new FormatError(
      'resource-limit',
      `expected at most ${MOST_RECORDS} B-tree records, found ${total}`,
      head.base,
    );
  if (root === null || total === 0) return;
  const tree: Tree = { type, nodeSize, recordSize, levels: levelsOf(bytes, nodeSize, recordSize, depth, head.base) };
  yield* walk(bytes, tree, { address: root, records: rootRecords, level: depth }, total);
}

/** How many records fit at each level decides how wide the counts in the nodes above are. */
function levelsOf(bytes: Hdf5Bytes, nodeSize: number, recordSize: number, depth: number, at: number): Tree['levels'] {
  const usable = nodeSize - NODE_PREFIX_BYTES - CHECKSUM_BYTES;
  if (recordSize === 0 || usable < recordSize || depth > 64)
    throw new FormatError(
      'invalid-structure',
      `expected a B-tree whose nodes hold records, found ${recordSize} bytes in nodes of ${nodeSize}`,
      at,
    );
  const most = Math.floor(usable / recordSize);
  const countBytes = bytesFor(most);
  const levels = [{ most, countBytes, totalBytes: 0 }];
  let total = most;
  for (let level = 1; level <= depth; level++) {
    const below = levels[level - 1] as Tree['levels'][number];
    const pointer = bytes.offsetSize + countBytes + below.totalBytes;
    const here = Math.floor((usable - pointer) / (recordSize + pointer));
    if (here < 1)
      throw new FormatError('invalid-structure', 'expected B-tree nodes that hold records, found too small ones', at);
    total = Math.min(Number.MAX_SAFE_INTEGER, (here + 1) * total + here);
    levels.push({ most: here, countBytes, totalBytes: bytesFor(total) });
  }
  return levels;
}

const bytesFor = (value: number): number => Math.max(1, Math.ceil(Math.log2(value + 1) / 8));

async function* walk(
  bytes: Hdf5Bytes,
  tree: Tree,
  root: Visit,
  total: number,
): AsyncGenerator<{ type: number; record: Cursor }> {
  const stack = [root];
  let found = 0;
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const level = tree.levels[next.level] as Tree['levels'][number];
    if (next.records > level.most)
      throw new FormatError(
        'invalid-structure',
        `expected at most ${level.most} records in a B-tree node, found ${next.records}`,
        bytes.base + next.address,
      );
    found += next.records;
    if (found > total || stack.length > total)
      throw new FormatError(
        'invalid-structure',
        `expected ${total} B-tree records, found more`,
        bytes.base + next.address,
      );
    const node = await bytes.read(next.address, tree.nodeSize);
    expectSignature(node, next.level === 0 ? 'BTLF' : 'BTIN');
    node.skip(2);
    for (let i = 0; i < next.records; i++) yield { type: tree.type, record: takeCursor(node, tree.recordSize) };
    if (next.level > 0) append(stack, children(bytes, tree, node, next));
  }
}

function children(bytes: Hdf5Bytes, tree: Tree, node: Cursor, parent: Visit): Visit[] {
  const below = tree.levels[parent.level - 1] as Tree['levels'][number];
  const visits: Visit[] = [];
  for (let i = 0; i <= parent.records; i++) {
    const address = bytes.address(node);
    const records = readCount(node, below.countBytes);
    if (parent.level > 1) node.skip(below.totalBytes);
    if (address === null)
      throw new FormatError('invalid-structure', 'expected a B-tree node, found no address', node.offset);
    visits.push({ address, records, level: parent.level - 1 });
  }
  return visits;
}
