import { Cursor } from '../bytes/cursor.js';
import { FormatError } from '../bytes/format-error.js';

/** A part of a tensor: where it begins in each dimension, and how far it reaches; -1 is the whole dimension. */
export interface TensorSlice {
  name: string;
  offsets: number[];
  lengths: number[];
}

/** No tensor has more dimensions. */
const MOST_DIMENSIONS = 254;

/**
 * Parses the key of a part (saved_tensor_slice_util.cc): 0, the tensor's name, the number of dimensions, and start and
 * length of each, in the order-preserving code of lib/strings/ordered_code.h.
 */
export function parseSliceKey(key: Uint8Array): TensorSlice {
  const cursor = new Cursor(key);
  readNumber(cursor);
  const name = readText(cursor);
  const rank = readNumber(cursor);
  if (rank > MOST_DIMENSIONS)
    throw new FormatError('invalid-structure', `expected at most ${MOST_DIMENSIONS} dimensions, found ${rank}`);
  const slice: TensorSlice = { name, offsets: [], lengths: [] };
  for (let i = 0; i < rank; i++) {
    slice.offsets.push(readSigned(cursor));
    slice.lengths.push(readSigned(cursor));
  }
  return slice;
}

/** Length, then that many bytes, most significant first. */
function readNumber(cursor: Cursor): number {
  const length = cursor.u8();
  if (length > 6) throw new FormatError('invalid-structure', `expected a small number, found one of ${length} bytes`);
  let value = 0;
  for (const byte of cursor.take(length)) value = value * 256 + byte;
  return value;
}

/** 00 FF is a zero byte, FF 00 is FF, 00 01 the end. */
function readText(cursor: Cursor): string {
  const bytes: number[] = [];
  for (;;) {
    const byte = cursor.u8();
    if (byte !== 0 && byte !== 0xff) {
      bytes.push(byte);
      continue;
    }
    const next = cursor.u8();
    if (byte === 0 && next === 1) return Buffer.from(bytes).toString('utf8');
    bytes.push(byte);
  }
}

/** As many leading ones as bytes, the sign bit inverted, then the number; the complement of all that for negative ones. */
function readSigned(cursor: Cursor): number {
  const first = cursor.u8();
  const isNegative = first < 0x80;
  const head = isNegative ? first ^ 0xff : first;
  let length = 0;
  while (length < 8 && head & (0x80 >> length)) length++;
  if (length > 6) throw new FormatError('invalid-structure', `expected a small number, found one of ${length} bytes`);
  let value = head & (0x7f >> length);
  for (const byte of cursor.take(length - 1)) value = value * 256 + (isNegative ? byte ^ 0xff : byte);
  return isNegative ? -value - 1 : value;
}
