import { FormatError } from '../bytes/format-error.js';

/** A value of a row. Integers beyond what a number holds exactly are text; blobs are told by their length alone. */
export type SqliteValue = number | string | null | { blobBytes: number };

/*
 * record   header bytes varint | kind of each value varint … | values
 * kind     0 null · 1–6 integer of 1, 2, 3, 4, 6, 8 bytes · 7 float64 · 8 zero · 9 one · even from 12 blob · odd from 13 text
 */
const INTEGER_BYTES = [0, 1, 2, 3, 4, 6, 8];

/** Values of one row; `offset` is its place in the file. */
export function recordValues(payload: Uint8Array, encoding: string, offset: number): SqliteValue[] {
  const header = varint(payload, 0, offset);
  if (header.value > payload.length)
    throw new FormatError('truncated', `expected a header of ${header.value} bytes, found ${payload.length}`, offset);
  const values: SqliteValue[] = [];
  const view = Buffer.from(payload.buffer, payload.byteOffset, payload.length);
  let at = header.value;
  for (let place = header.bytes; place < header.value; ) {
    const kind = varint(payload, place, offset);
    place += kind.bytes;
    const length = lengthOf(kind.value, offset);
    if (at + length > payload.length)
      throw new FormatError('truncated', `expected a value of ${length} bytes, found ${payload.length - at}`, offset);
    values.push(decodedValue(view, kind.value, at, length, encoding));
    at += length;
  }
  return values;
}

function lengthOf(kind: number, offset: number): number {
  if (kind >= 12) return Math.floor((kind - 12) / 2);
  if (kind === 10 || kind === 11)
    throw new FormatError('invalid-structure', `expected a kind of value, found ${kind}, which is reserved`, offset);
  return kind === 7 ? 8 : (INTEGER_BYTES[kind] ?? 0);
}

function decodedValue(bytes: Buffer, kind: number, at: number, length: number, encoding: string): SqliteValue {
  if (kind === 0) return null;
  if (kind === 7) return bytes.readDoubleBE(at);
  if (kind === 8 || kind === 9) return kind - 8;
  if (kind === 6) {
    const value = bytes.readBigInt64BE(at);
    return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  }
  if (kind < 6) return bytes.readIntBE(at, length);
  return kind % 2 === 0 ? { blobBytes: length } : new TextDecoder(encoding).decode(bytes.subarray(at, at + length));
}

/** A number of one to nine bytes, seven bits each but the last; larger ones than JavaScript's integers are nobody's. */
export function varint(bytes: Uint8Array, at: number, offset: number): { value: number; bytes: number } {
  let value = 0;
  for (let i = 0; i < 9; i++) {
    const byte = bytes[at + i];
    if (byte === undefined)
      throw new FormatError('truncated', 'expected a varint, found the end of its page', offset + at);
    value = i === 8 ? value * 256 + byte : value * 128 + (byte & 0x7f);
    if (i === 8 || byte < 0x80) return { value, bytes: i + 1 };
  }
  throw new FormatError('invalid-structure', 'expected a varint of at most 9 bytes', offset + at);
}
