import { inflateSync } from 'node:zlib';
import type { Cursor } from '../bytes/cursor.js';
import { FormatError } from '../bytes/format-error.js';
import { unshuffle } from './byte-shuffle.js';
import { decodeNbit } from './hdf5-nbit.js';
import { decodeScaleOffset } from './hdf5-scaleoffset.js';
import { decodeLzf } from './lzf.js';

/** One step of the pipeline that chunks pass through when written; undone in reverse (specification IV.A.2.l). */
export interface Filter {
  id: number;
  name: string;
  optional: boolean;
  values: number[];
}

/** Registered filter numbers and their names; those with a decoder below can be undone. */
const NAMES: Readonly<Record<number, string>> = {
  1: 'deflate',
  2: 'shuffle',
  3: 'fletcher32',
  4: 'szip',
  5: 'nbit',
  6: 'scaleoffset',
  307: 'bzip2',
  32000: 'lzf',
  32001: 'blosc',
  32004: 'lz4',
  32008: 'bitshuffle',
  32013: 'zfp',
  32015: 'zstd',
  32026: 'blosc2',
};

const DECODERS: Readonly<Record<number, (bytes: Uint8Array, filter: Filter, most: number) => Uint8Array>> = {
  1: inflateChunk,
  2: (bytes, filter) => unshuffle(bytes, filter.values[0] ?? 1),
  3: checkFletcher32,
  5: (bytes, filter, most) => decodeNbit(bytes, filter.values, most),
  6: (bytes, filter, most) => decodeScaleOffset(bytes, filter.values, most),
  32000: (bytes, _filter, most) => decodeLzf(bytes, most),
};

const CHECKSUM_BYTES = 4;

export function parseFilters(cursor: Cursor): Filter[] {
  const version = cursor.u8();
  if (version !== 1 && version !== 2)
    throw new FormatError('unsupported', `expected a filter pipeline of version 1 or 2, found ${version}`, cursor.base);
  const count = cursor.u8();
  if (version === 1) cursor.skip(6);
  const filters: Filter[] = [];
  for (let i = 0; i < count; i++) {
    const id = cursor.u16();
    const nameLength = version === 2 && id < 256 ? 0 : cursor.u16();
    const flags = cursor.u16();
    const used = cursor.u16();
    const stored = cursor.text(nameLength).replace(/\0.*$/s, '');
    if (version === 1) cursor.skip((8 - (nameLength % 8)) % 8);
    const values: number[] = [];
    for (let j = 0; j < used; j++) values.push(cursor.u32());
    if (version === 1 && used % 2 === 1) cursor.skip(4);
    filters.push({ id, name: NAMES[id] ?? (stored || `filter ${id}`), optional: (flags & 1) !== 0, values });
  }
  return filters;
}

/** The first filter of a pipeline that cannot be undone here; undefined where all can. */
export const unknownFilter = (filters: readonly Filter[]): Filter | undefined =>
  filters.find(({ id }) => DECODERS[id] === undefined);

/** Undoes the filters of one chunk. `mask` has a bit for each filter that was left out. `expected` is the chunk's size. */
export function unfilter(
  stored: Uint8Array,
  filters: readonly Filter[],
  mask: number,
  expected: number,
  offset: number,
): Uint8Array {
  let bytes = stored;
  for (let i = filters.length - 1; i >= 0; i--) {
    if (mask & (1 << i)) continue;
    const filter = filters[i] as Filter;
    const decode = DECODERS[filter.id];
    if (!decode) throw new FormatError('unsupported', `expected filters known here, found ${filter.name}`, offset);
    try {
      // Inner filters may add a checksum to what comes out of this one.
      bytes = decode(bytes, filter, expected + CHECKSUM_BYTES * i);
    } catch (error) {
      if (error instanceof FormatError && error.offset === undefined)
        throw new FormatError(error.code, error.message, offset, { cause: error });
      throw error;
    }
  }
  if (bytes.length !== expected)
    throw new FormatError('invalid-structure', `expected a chunk of ${expected} bytes, found ${bytes.length}`, offset);
  return bytes;
}

function inflateChunk(bytes: Uint8Array, _filter: Filter, most: number): Uint8Array {
  try {
    return inflateSync(bytes, { maxOutputLength: Math.max(1, most) });
  } catch (cause) {
    const found = cause instanceof Error ? cause.message : String(cause);
    throw new FormatError(
      'invalid-structure',
      `expected a deflated chunk of at most ${most} bytes, found ${found}`,
      undefined,
      { cause },
    );
  }
}

function checkFletcher32(bytes: Uint8Array): Uint8Array {
  if (bytes.length < CHECKSUM_BYTES)
    throw new FormatError('truncated', `expected a checksum of 4 bytes, found ${bytes.length} bytes`);
  const data = bytes.subarray(0, bytes.length - CHECKSUM_BYTES);
  const stored = new DataView(bytes.buffer, bytes.byteOffset + data.length, CHECKSUM_BYTES).getUint32(0, true);
  const computed = fletcher32(data);
  if (computed !== stored) throw new FormatError('invalid-structure', `expected checksum ${stored}, found ${computed}`);
  return data;
}

/** Fletcher's checksum over 16-bit big-endian words, as HDF5 computes it. */
export function fletcher32(data: Uint8Array): number {
  let low = 0;
  let high = 0;
  const words = data.length >> 1;
  for (let i = 0; i < words; ) {
    // Sums of 360 words stay below 2^32 with the carries folded in.
    for (const end = Math.min(words, i + 360); i < end; i++) {
      low += ((data[2 * i] as number) << 8) | (data[2 * i + 1] as number);
      high += low;
    }
    low = (low & 0xffff) + (low >>> 16);
    high = (high & 0xffff) + Math.floor(high / 0x10000);
  }
  if (data.length % 2 === 1) {
    low += (data[data.length - 1] as number) << 8;
    high += low;
    low = (low & 0xffff) + (low >>> 16);
    high = (high & 0xffff) + Math.floor(high / 0x10000);
  }
  low = (low & 0xffff) + (low >>> 16);
  high = (high & 0xffff) + Math.floor(high / 0x10000);
  return ((high << 16) | low) >>> 0;
}
