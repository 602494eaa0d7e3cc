import type { Cursor } from '../bytes/cursor.js';
import { FormatError } from '../bytes/format-error.js';
import { expectSignature, expectVersion, type Hdf5Bytes, readCount } from './hdf5-bytes.js';

/** An element of an array of chunks. */
export interface ArrayElement {
  number: number;
  address: number;
  /** Null where chunks have no filters. */
  size: number | null;
  filterMask: number;
}

const CHECKSUM_BYTES = 4;
/** Elements of one array: positions of a terabyte in chunks of a megabyte. */
const MOST_ELEMENTS = 4_000_000;

interface Elements {
  bytes: Hdf5Bytes;
  elementSize: number;
  isFiltered: boolean;
}

/** Elements `count` from the cursor on, those without an address left out. */
function* parseElements(
  { bytes, elementSize, isFiltered }: Elements,
  cursor: Cursor,
  first: number,
  count: number,
): Generator<ArrayElement> {
  for (let i = 0; i < count; i++) {
    const address = bytes.address(cursor);
    const size = isFiltered ? readCount(cursor, elementSize - bytes.offsetSize - 4) : null;
    const filterMask = isFiltered ? cursor.u32() : 0;
    if (address !== null) yield { number: first + i, address, size, filterMask };
  }
}

function checkElementSize(bytes: Hdf5Bytes, elementSize: number, isFiltered: boolean, at: number): void {
  const sizeBytes = elementSize - bytes.offsetSize - 4;
  if (isFiltered ? sizeBytes < 1 || sizeBytes > 8 : elementSize !== bytes.offsetSize)
    throw new FormatError(
      'invalid-structure',
      `expected elements that hold an address, found elements of ${elementSize} bytes`,
      at,
    );
}

function checkCount(count: number, at: number): void {
  if (count > MOST_ELEMENTS)
    throw new FormatError('resource-limit', `expected at most ${MOST_ELEMENTS} chunks in an index, found ${count}`, at);
}

/** True where a bit is set, counted from the highest bit of the first byte. */
const bit = (mask: Uint8Array, index: number): boolean => ((mask[index >> 3] ?? 0) & (0x80 >> (index & 7))) !== 0;

/** Chunks of a dataset of fixed shape (HDF5 File Format Specification VII.C). */
export async function* fixedArrayElements(
  bytes: Hdf5Bytes,
  address: number,
  isFiltered: boolean,
): AsyncGenerator<ArrayElement> {
  const head = await bytes.read(address, 8 + bytes.lengthSize + bytes.offsetSize + CHECKSUM_BYTES);
  expectSignature(head, 'FAHD');
  expectVersion(head, 'a fixed array', [0]);
  head.skip(1);
  const elementSize = head.u8();
  const pageElements = 2 ** head.u8();
  const count = readCount(head, bytes.lengthSize);
  const block = bytes.address(head);
  checkElementSize(bytes, elementSize, isFiltered, head.base);
  checkCount(count, head.base);
  if (block === null) return;
  const array: Elements = { bytes, elementSize, isFiltered };
  const isPaged = count > pageElements;
  const pages = isPaged ? Math.ceil(count / pageElements) : 0;
  const prefix = 6 + bytes.offsetSize + Math.ceil(pages / 8);
  const data = await bytes.read(block, prefix + (isPaged ? 0 : count * elementSize));
  expectSignature(data, 'FADB');
  data.seek(6 + bytes.offsetSize);
  if (!isPaged) {
    yield* parseElements(array, data, 0, count);
    return;
  }
  const written = data.take(Math.ceil(pages / 8));
  yield* pagesOf(array, block + prefix + CHECKSUM_BYTES, 0, count, pageElements, (page) => bit(written, page));
}

/** Elements in pages, each with a checksum; pages that were never written are left out. */
async function* pagesOf(
  array: Elements,
  address: number,
  first: number,
  count: number,
  pageElements: number,
  isWritten: (page: number) => boolean,
): AsyncGenerator<ArrayElement> {
  const pageBytes = pageElements * array.elementSize + CHECKSUM_BYTES;
  for (let page = 0; page * pageElements < count; page++) {
    if (!isWritten(page)) continue;
    const here = Math.min(pageElements, count - page * pageElements);
    const cursor = await array.bytes.read(address + page * pageBytes, here * array.elementSize);
    yield* parseElements(array, cursor, first + page * pageElements, here);
  }
}

interface ExtensibleArray extends Elements {
  maxBits: number;
  indexElements: number;
  minElements: number;
  minPointers: number;
  pageElements: number;
  /** One more than the highest element that was ever set. */
  used: number;
}

/** Blocks of one super block: how many, and how many elements each has. */
const superBlock = (array: ExtensibleArray, level: number): { blocks: number; elements: number } => ({
  blocks: 2 ** (level >> 1),
  elements: 2 ** ((level + 1) >> 1) * array.minElements,
});

/** Chunks of a dataset that grows in one dimension (HDF5 File Format Specification VII.D). */
export async function* extensibleArrayElements(
  bytes: Hdf5Bytes,
  address: number,
  isFiltered: boolean,
): AsyncGenerator<ArrayElement> {
  const head = await bytes.read(address, 12 + 6 * bytes.lengthSize + bytes.offsetSize + CHECKSUM_BYTES);
  expectSignature(head, 'EAHD');
  expectVersion(head, 'an extensible array', [0]);
  head.skip(1);
  const elementSize = head.u8();
  const [maxBits, indexElements, minElements, minPointers, pageBits] = [
    head.u8(),
    head.u8(),
    head.u8(),
    head.u8(),
    head.u8(),
  ];
  head.skip(4 * bytes.lengthSize);
  const used = readCount(head, bytes.lengthSize);
  head.skip(bytes.lengthSize);
  const index = bytes.address(head);
  checkElementSize(bytes, elementSize, isFiltered, head.base);
  checkCount(used, head.base);
  if (!isPowerOfTwo(minElements) || !isPowerOfTwo(minPointers) || maxBits > 64 || pageBits > 32)
    throw new FormatError('invalid-structure', 'expected block sizes that are powers of two, found others', head.base);
  if (index === null) return;
  const array: ExtensibleArray = {
    bytes,
    elementSize,
    isFiltered,
    maxBits,
    indexElements,
    minElements,
    minPointers,
    pageElements: 2 ** pageBits,
    used,
  };
  yield* indexBlock(array, index);
}

const isPowerOfTwo = (value: number): boolean => value > 0 && (value & (value - 1)) === 0;

async function* indexBlock(array: ExtensibleArray, address: number): AsyncGenerator<ArrayElement> {
  const { bytes, elementSize, indexElements, minElements, minPointers, maxBits } = array;
  // The data blocks of the first super blocks are listed in the index block itself.
  const direct = 2 * Math.log2(minPointers);
  const levels = 1 + maxBits - Math.log2(minElements);
  const pointers = 2 * (minPointers - 1);
  const block = await bytes.read(
    address,
    6 + bytes.offsetSize + indexElements * elementSize + (pointers + Math.max(0, levels - direct)) * bytes.offsetSize,
  );
  expectSignature(block, 'EAIB');
  block.seek(6 + bytes.offsetSize);
  yield* parseElements(array, block, 0, indexElements);
  let first = indexElements;
  for (let level = 0; level < levels && first < array.used; level++) {
    const { blocks, elements } = superBlock(array, level);
    if (level < direct) {
      for (let i = 0; i < blocks; i++, first += elements) {
        const at = bytes.address(block);
        if (at !== null) yield* dataBlock(array, at, first, elements, () => true);
      }
      continue;
    }
    const at = bytes.address(block);
    if (at !== null) yield* readSuperBlock(array, at, first, blocks, elements);
    first += blocks * elements;
  }
}

async function* readSuperBlock(
  array: ExtensibleArray,
  address: number,
  start: number,
  blocks: number,
  elements: number,
): AsyncGenerator<ArrayElement> {
  const { bytes, pageElements } = array;
  const pages = elements > pageElements ? elements / pageElements : 0;
  const maskBytes = blocks * Math.ceil(pages / 8);
  const prefix = 6 + bytes.offsetSize + Math.ceil(array.maxBits / 8);
  const block = await bytes.read(address, prefix + maskBytes + blocks * bytes.offsetSize);
  expectSignature(block, 'EASB');
  block.seek(prefix);
  const written = block.take(maskBytes);
  for (let i = 0, first = start; i < blocks && first < array.used; i++, first += elements) {
    const at = bytes.address(block);
    if (at !== null) yield* dataBlock(array, at, first, elements, (page) => bit(written, i * pages + page));
  }
}

async function* dataBlock(
  array: ExtensibleArray,
  address: number,
  first: number,
  elements: number,
  isWritten: (page: number) => boolean,
): AsyncGenerator<ArrayElement> {
  const prefix = 6 + array.bytes.offsetSize + Math.ceil(array.maxBits / 8);
  const isPaged = elements > array.pageElements;
  const block = await array.bytes.read(address, prefix + (isPaged ? 0 : elements * array.elementSize));
  expectSignature(block, 'EADB');
  block.seek(prefix);
  if (isPaged) yield* pagesOf(array, address + prefix + CHECKSUM_BYTES, first, elements, array.pageElements, isWritten);
  else yield* parseElements(array, block, first, elements);
}
