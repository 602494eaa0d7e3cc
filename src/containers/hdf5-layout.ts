import type { Cursor } from '../bytes/cursor.js';
import { FormatError } from '../bytes/format-error.js';
import { type Hdf5Bytes, readCount } from './hdf5-bytes.js';

/** How a dataset's values lie in the file (HDF5 File Format Specification IV.A.2.i). */
export type Layout =
  | { class: 'compact'; data: Uint8Array; offset: number }
  | { class: 'contiguous'; address: number | null; size: number | null }
  /** `unfilteredEdges`: chunks that reach beyond the shape were stored without filters. */
  | { class: 'chunked'; chunk: number[]; elementSize: number; index: ChunkIndex; unfilteredEdges: boolean }
  | { class: 'virtual'; heap: number | null; heapIndex: number };

/** Where the chunks are listed. Addresses are null where no chunk was ever written. */
export type ChunkIndex =
  | { kind: 'btree-1'; address: number | null }
  | { kind: 'single'; address: number | null; filteredSize: number | null; filterMask: number }
  | { kind: 'implicit'; address: number | null }
  | { kind: 'fixed-array'; address: number | null }
  | { kind: 'extensible-array'; address: number | null }
  | { kind: 'btree-2'; address: number | null };

export function parseLayout(bytes: Hdf5Bytes, cursor: Cursor): Layout {
  const at = cursor.offset;
  const version = cursor.u8();
  if (version === 1 || version === 2) return parseOldLayout(bytes, cursor);
  if (version !== 3 && version !== 4 && version !== 5)
    throw new FormatError('unsupported', `expected a layout of version 1 to 4, found ${version}`, at);
  const kind = cursor.u8();
  if (kind === 0) {
    const size = cursor.u16();
    const offset = cursor.offset;
    return { class: 'compact', data: cursor.take(size), offset };
  }
  if (kind === 1) return { class: 'contiguous', address: bytes.address(cursor), size: bytes.length(cursor) };
  if (kind === 2) return version === 3 ? parseChunked(bytes, cursor) : parseIndexed(bytes, cursor);
  if (kind === 3) return { class: 'virtual', heap: bytes.address(cursor), heapIndex: cursor.u32() };
  throw new FormatError('unsupported', `expected a layout class of 0 to 3, found ${kind}`, at + 1);
}

/** Versions 1 and 2: sizes as 32-bit numbers, the last one being the element's. */
function parseOldLayout(bytes: Hdf5Bytes, cursor: Cursor): Layout {
  const rank = cursor.u8();
  const kind = cursor.u8();
  cursor.skip(5);
  const address = kind === 0 ? null : bytes.address(cursor);
  const sizes: number[] = [];
  for (let i = 0; i < rank; i++) sizes.push(cursor.u32());
  if (kind === 1) return { class: 'contiguous', address, size: null };
  if (kind === 2) {
    // Ranks of chunked layouts count the element as the last dimension; so does the size that follows.
    const elementSize = sizes.pop() ?? 0;
    return { class: 'chunked', chunk: sizes, elementSize, index: { kind: 'btree-1', address }, unfilteredEdges: false };
  }
  const size = cursor.u32();
  const offset = cursor.offset;
  return { class: 'compact', data: cursor.take(size), offset };
}

function parseChunked(bytes: Hdf5Bytes, cursor: Cursor): Layout {
  const rank = cursor.u8();
  const address = bytes.address(cursor);
  const sizes: number[] = [];
  for (let i = 0; i < rank; i++) sizes.push(cursor.u32());
  const elementSize = sizes.pop() ?? 0;
  return {
    class: 'chunked',
    chunk: checkChunk(sizes, cursor),
    elementSize,
    index: { kind: 'btree-1', address },
    unfilteredEdges: false,
  };
}

/** Version 4: sizes of chosen width and one of five indexes. */
function parseIndexed(bytes: Hdf5Bytes, cursor: Cursor): Layout {
  const flags = cursor.u8();
  const rank = cursor.u8();
  const width = cursor.u8();
  if (width < 1 || width > 8)
    throw new FormatError(
      'invalid-structure',
      `expected chunk sizes of 1 to 8 bytes, found ${width}`,
      cursor.offset - 1,
    );
  const sizes: number[] = [];
  for (let i = 0; i < rank; i++) sizes.push(readCount(cursor, width));
  const elementSize = sizes.pop() ?? 0;
  const at = cursor.offset;
  const kind = cursor.u8();
  const index = parseIndex(bytes, cursor, kind, flags, at);
  return { class: 'chunked', chunk: checkChunk(sizes, cursor), elementSize, index, unfilteredEdges: (flags & 1) !== 0 };
}

function parseIndex(bytes: Hdf5Bytes, cursor: Cursor, kind: number, flags: number, at: number): ChunkIndex {
  switch (kind) {
    case 1: {
      const isFiltered = (flags & 2) !== 0;
      const filteredSize = isFiltered ? readCount(cursor, bytes.lengthSize) : null;
      const filterMask = isFiltered ? cursor.u32() : 0;
      return { kind: 'single', filteredSize, filterMask, address: bytes.address(cursor) };
    }
    case 2:
      return { kind: 'implicit', address: bytes.address(cursor) };
    case 3:
      cursor.skip(1);
      return { kind: 'fixed-array', address: bytes.address(cursor) };
    case 4:
      cursor.skip(5);
      return { kind: 'extensible-array', address: bytes.address(cursor) };
    case 5:
      cursor.skip(6);
      return { kind: 'btree-2', address: bytes.address(cursor) };
    default:
      throw new FormatError('unsupported', `expected a chunk index of 1 to 5, found ${kind}`, at);
  }
}

function checkChunk(chunk: number[], cursor: Cursor): number[] {
  if (chunk.length === 0 || chunk.some((size) => size === 0))
    throw new FormatError(
      'invalid-structure',
      `expected chunks of at least one element, found [${chunk.join(', ')}]`,
      cursor.offset,
    );
  return chunk;
}
