import type { Cursor } from '../bytes/cursor.js';
import { FormatError } from '../bytes/format-error.js';
import { NODE, treeEntries } from './hdf5-btree.js';
import { RECORD, tree2Records } from './hdf5-btree2.js';
import { expectSignature, expectVersion, type Hdf5Bytes, readCount, takeCursor } from './hdf5-bytes.js';
import { readFractalHeap, readHeapObject } from './hdf5-fractal-heap.js';
import { readLocalHeap } from './hdf5-heaps.js';
import { MESSAGE, type ObjectHeader } from './hdf5-object-header.js';

/** A member of a group. */
export type Link = { name: string } & (
  | { kind: 'hard'; address: number }
  | { kind: 'soft'; target: string }
  | { kind: 'external'; file: string; target: string }
  | { kind: 'unknown'; number: number }
);

/** Members of one group. */
const MOST_LINKS = 1_000_000;
const SYMBOL_NODE_HEAD_BYTES = 8;
const SCRATCH_BYTES = 16;
const SOFT_LINK_CACHED = 2;
/** Where the link's ID begins in a record of the name index: after the hash of the name. */
const NAME_HASH_BYTES = 4;

/** True where the object is a group, old or new. */
export const isGroup = (header: ObjectHeader): boolean =>
  header.messages.some(
    ({ type }) => type === MESSAGE.symbolTable || type === MESSAGE.linkInfo || type === MESSAGE.link,
  );

/** Members of a group in no particular order; none for other objects. */
export async function* readLinks(bytes: Hdf5Bytes, header: ObjectHeader): AsyncGenerator<Link> {
  let count = 0;
  for await (const link of listLinks(bytes, header)) {
    if (++count > MOST_LINKS)
      throw new FormatError(
        'resource-limit',
        `expected at most ${MOST_LINKS} members in a group, found more`,
        bytes.base + header.address,
      );
    yield link;
  }
}

async function* listLinks(bytes: Hdf5Bytes, header: ObjectHeader): AsyncGenerator<Link> {
  for (const { type, data } of header.messages) {
    data.seek(0);
    if (type === MESSAGE.symbolTable) yield* fromSymbolTable(bytes, data);
    else if (type === MESSAGE.link) yield parseLink(bytes, data);
    else if (type === MESSAGE.linkInfo) yield* fromLinkInfo(bytes, data);
  }
}

/** Old groups: names in a local heap, entries in symbol table nodes below a B-tree (specification III.A to III.D). */
async function* fromSymbolTable(bytes: Hdf5Bytes, message: Cursor): AsyncGenerator<Link> {
  const tree = bytes.address(message);
  const heap = bytes.address(message);
  if (tree === null || heap === null)
    throw new FormatError(
      'invalid-structure',
      'expected the tree and the heap of a group, found no address',
      message.base,
    );
  const nameAt = await readLocalHeap(bytes, heap);
  for await (const { child } of treeEntries(bytes, tree, NODE.group, bytes.lengthSize)) {
    const head = await bytes.read(child, SYMBOL_NODE_HEAD_BYTES);
    expectSignature(head, 'SNOD');
    head.skip(2);
    const count = head.u16();
    const node = await bytes.read(child + SYMBOL_NODE_HEAD_BYTES, count * (2 * bytes.offsetSize + 8 + SCRATCH_BYTES));
    for (let i = 0; i < count; i++) yield parseSymbol(bytes, node, nameAt);
  }
}

function parseSymbol(bytes: Hdf5Bytes, node: Cursor, nameAt: (offset: number) => string): Link {
  const name = nameAt(readCount(node, bytes.offsetSize));
  const address = bytes.address(node);
  const cached = node.u32();
  node.skip(4);
  const scratch = takeCursor(node, SCRATCH_BYTES);
  if (cached === SOFT_LINK_CACHED) return { name, kind: 'soft', target: nameAt(scratch.u32()) };
  if (address === null)
    throw new FormatError(
      'invalid-structure',
      `expected the address of ${JSON.stringify(name)}, found none`,
      node.offset,
    );
  return { name, kind: 'hard', address };
}

/** New groups with many members: links in a fractal heap, listed by a B-tree (specification IV.A.2.c). */
async function* fromLinkInfo(bytes: Hdf5Bytes, message: Cursor): AsyncGenerator<Link> {
  expectVersion(message, 'link info', [0]);
  if (message.u8() & 1) message.skip(8);
  const heapAddress = bytes.address(message);
  const names = bytes.address(message);
  if (heapAddress === null || names === null) return;
  const heap = await readFractalHeap(bytes, heapAddress);
  for await (const { record } of tree2Records(bytes, names, [RECORD.linkName])) {
    record.skip(NAME_HASH_BYTES);
    yield parseLink(bytes, await readHeapObject(heap, takeCursor(record, heap.idLength)));
  }
}

/** A link message (specification IV.A.2.g). */
function parseLink(bytes: Hdf5Bytes, cursor: Cursor): Link {
  expectVersion(cursor, 'a link', [1]);
  const flags = cursor.u8();
  const kind = flags & 0x08 ? cursor.u8() : 0;
  if (flags & 0x04) cursor.skip(8);
  if (flags & 0x10) cursor.skip(1);
  const name = cursor.text(readCount(cursor, 1 << (flags & 3)));
  if (kind === 0) {
    const address = bytes.address(cursor);
    if (address === null)
      throw new FormatError(
        'invalid-structure',
        `expected the address of ${JSON.stringify(name)}, found none`,
        cursor.base,
      );
    return { name, kind: 'hard', address };
  }
  if (kind !== 1 && kind !== 64) return { name, kind: 'unknown', number: kind };
  const value = cursor.take(cursor.u16());
  if (kind === 1) return { name, kind: 'soft', target: Buffer.from(value).toString('utf8') };
  // An external link: a byte of version and flags, then two names that end with a zero byte.
  const [file = '', target = ''] = Buffer.from(value.subarray(1)).toString('utf8').split('\0');
  return { name, kind: 'external', file, target };
}
