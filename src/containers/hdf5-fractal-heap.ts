import { Cursor } from '../bytes/cursor.js';
import { FormatError } from '../bytes/format-error.js';
import { RECORD, tree2Records } from './hdf5-btree2.js';
import { expectSignature, expectVersion, type Hdf5Bytes, readCount, readSized } from './hdf5-bytes.js';

/** Levels of indirect blocks: the doubling table covers 2^64 bytes long before. */
const MOST_LEVELS = 16;

/** A fractal heap: links and attributes of objects that have many (specification III.G). */
export interface FractalHeap {
  bytes: Hdf5Bytes;
  idLength: number;
  address: number;
  maxManaged: number;
  tableWidth: number;
  startingSize: number;
  maxDirectSize: number;
  /** Bytes of an offset in the heap. */
  offsetBytes: number;
  root: number | null;
  rootRows: number;
  hugeTree: number | null;
  filterBytes: number;
}

/** Reads the header of a fractal heap. */
export async function readFractalHeap(bytes: Hdf5Bytes, address: number): Promise<FractalHeap> {
  const size = 14 + 12 * bytes.lengthSize + 3 * bytes.offsetSize + 12;
  const head = await bytes.readUpTo(address, size);
  expectSignature(head, 'FRHP');
  expectVersion(head, 'a fractal heap', [0]);
  const idLength = head.u16();
  const filterBytes = head.u16();
  head.skip(1);
  const maxManaged = head.u32();
  head.skip(bytes.lengthSize);
  const hugeTree = bytes.address(head);
  head.skip(bytes.lengthSize + bytes.offsetSize + 8 * bytes.lengthSize);
  const tableWidth = head.u16();
  const startingSize = readCount(head, bytes.lengthSize);
  const maxDirectSize = readCount(head, bytes.lengthSize);
  const maxHeapBits = head.u16();
  head.skip(2);
  const root = bytes.address(head);
  const rootRows = head.u16();
  if (tableWidth === 0 || startingSize === 0 || maxDirectSize < startingSize || maxHeapBits > 64)
    throw new FormatError('invalid-structure', 'expected a doubling table, found impossible sizes', head.base);
  if (filterBytes > 0)
    throw new FormatError('unsupported', 'expected a fractal heap without filters, found one with filters', head.base);
  return {
    bytes,
    idLength,
    address,
    maxManaged,
    tableWidth,
    startingSize,
    maxDirectSize,
    offsetBytes: Math.ceil(maxHeapBits / 8),
    root,
    rootRows,
    hugeTree,
    filterBytes,
  };
}

/** The object that a heap ID names. */
export async function readHeapObject(heap: FractalHeap, id: Cursor): Promise<Cursor> {
  const flags = id.u8();
  const kind = (flags >> 4) & 3;
  if (flags >> 6 !== 0)
    throw new FormatError('unsupported', `expected a heap ID of version 0, found ${flags >> 6}`, id.base);
  if (kind === 0) return readManaged(heap, id);
  if (kind === 1) return readHuge(heap, id);
  if (kind === 2) {
    // Tiny objects lie in the ID itself; longer IDs need 12 bits for the length.
    const length = (heap.idLength - 1 <= 16 ? flags & 15 : ((flags & 15) << 8) | id.u8()) + 1;
    return new Cursor(id.take(length), id.base);
  }
  throw new FormatError(
    'invalid-structure',
    'expected a managed, huge or tiny heap object, found another kind',
    id.base,
  );
}

async function readManaged(heap: FractalHeap, id: Cursor): Promise<Cursor> {
  const blockBits = Math.floor(Math.log2(heap.maxDirectSize));
  const lengthBytes = Math.min((blockBits + 7) >> 3, (Math.floor(Math.log2(Math.max(1, heap.maxManaged))) >> 3) + 1);
  const offset = readCount(id, heap.offsetBytes);
  const length = readCount(id, lengthBytes);
  const block = heap.rootRows === 0 ? directRoot(heap) : await locate(heap, offset);
  if (block.address === null || offset < block.start || offset + length > block.start + block.size)
    throw new FormatError('invalid-structure', `expected heap object at ${offset} inside a block, found none`, id.base);
  // Offsets count the block's own header, so that they are also offsets into the block.
  return heap.bytes.read(block.address + (offset - block.start), length);
}

interface DirectBlock {
  address: number | null;
  start: number;
  size: number;
}

const directRoot = (heap: FractalHeap): DirectBlock => ({ address: heap.root, start: 0, size: heap.startingSize });

/** Size of the blocks of a row of the doubling table: the first two rows are of the starting size, then it doubles. */
const rowSize = (heap: FractalHeap, row: number): number => heap.startingSize * 2 ** Math.max(0, row - 1);

/** Walks down the indirect blocks to the direct block that holds a heap offset. */
async function locate(heap: FractalHeap, offset: number): Promise<DirectBlock> {
  let address = heap.root;
  let rows = heap.rootRows;
  let start = 0;
  for (let level = 0; level < MOST_LEVELS && address !== null; level++) {
    const { row, column, blockStart } = slotOf(heap, offset, start, rows);
    const size = rowSize(heap, row);
    const child = await childAddress(heap, address, row * heap.tableWidth + column, row);
    if (size <= heap.maxDirectSize) return { address: child, start: blockStart, size };
    // An indirect child of this size covers as many rows as fit into it.
    rows = Math.log2(size) - Math.log2(heap.startingSize * heap.tableWidth) + 1;
    address = child;
    start = blockStart;
  }
  throw new FormatError(
    'invalid-structure',
    `expected heap offset ${offset} inside the doubling table, found it outside`,
    heap.bytes.base + heap.address,
  );
}

function slotOf(
  heap: FractalHeap,
  offset: number,
  start: number,
  rows: number,
): { row: number; column: number; blockStart: number } {
  let at = start;
  for (let row = 0; row < rows; row++) {
    const size = rowSize(heap, row);
    const rowBytes = size * heap.tableWidth;
    if (offset < at + rowBytes) {
      const column = Math.floor((offset - at) / size);
      return { row, column, blockStart: at + column * size };
    }
    at += rowBytes;
  }
  throw new FormatError(
    'invalid-structure',
    `expected a heap offset below ${at}, found ${offset}`,
    heap.bytes.base + heap.address,
  );
}

async function childAddress(heap: FractalHeap, address: number, index: number, row: number): Promise<number | null> {
  const { bytes } = heap;
  const head = 5 + bytes.offsetSize + heap.offsetBytes;
  const block = await bytes.read(address, head + (index + 1) * bytes.offsetSize);
  expectSignature(block, 'FHIB');
  if (!Number.isInteger(row))
    throw new FormatError('invalid-structure', 'expected a row of the doubling table, found none', block.base);
  block.seek(head + index * bytes.offsetSize);
  return bytes.address(block);
}

/** Objects too large for blocks lie in the file on their own; the ID holds the address or a key of a B-tree. */
async function readHuge(heap: FractalHeap, id: Cursor): Promise<Cursor> {
  const { bytes } = heap;
  if (heap.idLength - 1 >= bytes.offsetSize + bytes.lengthSize) {
    const address = bytes.address(id);
    const length = bytes.length(id);
    if (address !== null && length !== null) return bytes.read(address, length);
  } else if (heap.hugeTree !== null) {
    const key = readSized(id, Math.min(8, heap.idLength - 1));
    for await (const { record } of tree2Records(bytes, heap.hugeTree, [RECORD.hugeObject])) {
      const address = bytes.address(record);
      const length = bytes.length(record);
      if (readSized(record, bytes.lengthSize) === key && address !== null && length !== null)
        return bytes.read(address, length);
    }
  }
  throw new FormatError('invalid-structure', 'expected a huge heap object, found no address', id.base);
}
