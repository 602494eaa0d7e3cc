import type { Cursor } from '../bytes/cursor.js';
import { FormatError } from '../bytes/format-error.js';

/*
 * Thrift's compact protocol, as Parquet uses it: a struct is fields until a zero byte. Field: delta of its number (upper
 * four bits; zero: the number follows) and type. Read before the library reads the same bytes, which takes a list's
 * length and the depth of structs on trust.
 */
const TYPE = { stop: 0, true: 1, false: 2, byte: 3, i16: 4, i32: 5, i64: 6, double: 7, binary: 8, list: 9, struct: 12 };
const DEEPEST = 16;

/** Numbers (up to 32 bits) and structs by the number of their field; other kinds are read over. */
export interface ThriftStruct {
  numbers: ReadonlyMap<number, number>;
  structs: ReadonlyMap<number, ThriftStruct>;
}

/** Reads one struct and leaves the cursor behind it. Throws `truncated`, `invalid-structure`, `resource-limit`. */
export function readThrift(cursor: Cursor, depth = 0): ThriftStruct {
  if (depth > DEEPEST) throw tooDeep(cursor);
  const numbers = new Map<number, number>();
  const structs = new Map<number, ThriftStruct>();
  for (let number = 0; ; ) {
    const byte = cursor.u8();
    const type = byte & 0xf;
    if (type === TYPE.stop) return { numbers, structs };
    number = byte >> 4 ? number + (byte >> 4) : zigzag(cursor);
    if (type === TYPE.struct) structs.set(number, readThrift(cursor, depth + 1));
    else if (type === TYPE.i16 || type === TYPE.i32) numbers.set(number, zigzag(cursor));
    else if (type !== TYPE.true && type !== TYPE.false) skip(cursor, type, depth);
  }
}

function skip(cursor: Cursor, type: number, depth: number): void {
  if (type === TYPE.byte || type === TYPE.true || type === TYPE.false) cursor.skip(1);
  else if (type === TYPE.i16 || type === TYPE.i32) varint(cursor, 5);
  else if (type === TYPE.i64) varint(cursor, 10);
  else if (type === TYPE.double) cursor.skip(8);
  else if (type === TYPE.binary) cursor.skip(varint(cursor, 5));
  else if (type === TYPE.struct) readThrift(cursor, depth + 1);
  else if (type === TYPE.list) skipList(cursor, depth + 1);
  else throw invalid(cursor, 'a type of Thrift', String(type));
}

/** Every element takes a byte at least. */
function skipList(cursor: Cursor, depth: number): void {
  if (depth > DEEPEST) throw tooDeep(cursor);
  const byte = cursor.u8();
  const count = byte >> 4 === 15 ? varint(cursor, 5) : byte >> 4;
  if (count > cursor.remaining) throw invalid(cursor, `a list of at most ${cursor.remaining} elements`, String(count));
  for (let i = 0; i < count; i++) skip(cursor, byte & 0xf, depth);
}

/** Seven bits a byte, the lowest first. Beyond 32 bits the value is not used. */
function varint(cursor: Cursor, longest: number): number {
  let value = 0;
  for (let i = 0; i < longest; i++) {
    const byte = cursor.u8();
    if (i < 5) value |= (byte & 0x7f) << (7 * i);
    if (byte < 0x80) return value >>> 0;
  }
  throw invalid(cursor, `a number of at most ${longest} bytes`, 'a longer one');
}

function zigzag(cursor: Cursor): number {
  const value = varint(cursor, 5);
  return (value >>> 1) ^ -(value & 1);
}

const tooDeep = (cursor: Cursor): FormatError =>
  new FormatError(
    'resource-limit',
    `expected structs and lists nested at most ${DEEPEST} deep, found more`,
    cursor.offset,
  );

const invalid = (cursor: Cursor, expected: string, found: string): FormatError =>
  new FormatError('invalid-structure', `expected ${expected}, found ${found}`, cursor.offset);
