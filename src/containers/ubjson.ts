import { Cursor } from '../bytes/cursor.js';
import { FormatError } from '../bytes/format-error.js';

/** A number type of UBJSON (draft 12) and of XGBoost's use of it. */
export type UbjNumber = 'i' | 'U' | 'I' | 'l' | 'L' | 'd' | 'D';
/** A typed array: `bytes` as stored, big-endian. */
export interface UbjArray {
  type: UbjNumber;
  length: number;
  bytes: Uint8Array;
}
export type Ubj = null | boolean | number | string | Ubj[] | UbjArray | { [key: string]: Ubj };

const ITEM_BYTES: Readonly<Record<UbjNumber, number>> = { i: 1, U: 1, I: 2, l: 4, L: 8, d: 4, D: 8 };
const isNumberType = (type: string): type is UbjNumber => Object.hasOwn(ITEM_BYTES, type);

export const isTypedArray = (value: Ubj | undefined): value is UbjArray =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  (value as UbjArray).bytes instanceof Uint8Array;
export const isUbjObject = (value: Ubj | undefined): value is { [key: string]: Ubj } =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !isTypedArray(value);

/** Parses one UBJSON value, which must fill the bytes. Typed arrays are kept as bytes. */
export function parseUbjson(bytes: Uint8Array, depth: number): Ubj {
  const cursor = new Cursor(bytes, 0, false);
  const value = parseValue(cursor, depth);
  if (cursor.remaining > 0)
    throw new FormatError(
      'invalid-structure',
      `expected the end of the document, found ${cursor.remaining} more bytes`,
      cursor.offset,
    );
  return value;
}

const marker = (cursor: Cursor): string => cursor.latin1(1);
const peek = (cursor: Cursor): string => String.fromCharCode(cursor.bytes[cursor.position] ?? 0);

function parseValue(cursor: Cursor, depth: number, type = marker(cursor)): Ubj {
  if (depth < 0) throw new FormatError('resource-limit', 'expected UBJSON nested less deep, found more', cursor.offset);
  switch (type) {
    case '{':
      return parseObject(cursor, depth);
    case '[':
      return parseArray(cursor, depth);
    case 'S':
    case 'H':
      return cursor.text(parseLength(cursor));
    case 'C':
      return cursor.latin1(1);
    case 'T':
      return true;
    case 'F':
      return false;
    case 'Z':
    case 'N':
      return null;
    default:
      return parseNumber(cursor, type);
  }
}

function parseNumber(cursor: Cursor, type: string): number {
  switch (type) {
    case 'i':
      return cursor.i8();
    case 'U':
      return cursor.u8();
    case 'I':
      return cursor.i16();
    case 'l':
      return cursor.i32();
    case 'L':
      return Number(cursor.i64());
    case 'd':
      return cursor.f32();
    case 'D':
      return cursor.f64();
    default:
      throw new FormatError(
        'invalid-structure',
        `expected a UBJSON type, found ${JSON.stringify(type)}`,
        cursor.offset - 1,
      );
  }
}

function parseLength(cursor: Cursor): number {
  const at = cursor.offset;
  const type = marker(cursor);
  const length = isNumberType(type) && type !== 'd' && type !== 'D' ? parseNumber(cursor, type) : -1;
  if (!Number.isSafeInteger(length) || length < 0)
    throw new FormatError('invalid-structure', 'expected a length of 0 or more, found something else', at);
  return length;
}

function parseArray(cursor: Cursor, depth: number): Ubj {
  let type: string | undefined;
  if (peek(cursor) === '$') {
    cursor.skip(1);
    type = marker(cursor);
  }
  if (peek(cursor) === '#') {
    cursor.skip(1);
    const length = parseLength(cursor);
    if (type !== undefined && isNumberType(type))
      return { type, length, bytes: cursor.take(length * ITEM_BYTES[type]) };
    return parseCounted(cursor, depth, length, type);
  }
  const array: Ubj[] = [];
  while (peek(cursor) !== ']' || cursor.remaining === 0) array.push(parseValue(cursor, depth - 1));
  cursor.skip(1);
  return array;
}

/** Elements take a byte at least, except for typed ones without a payload, which no writer produces. */
function parseCounted(cursor: Cursor, depth: number, length: number, type: string | undefined): Ubj[] {
  if (length > cursor.remaining)
    throw new FormatError('truncated', `expected ${length} elements, found ${cursor.remaining} bytes`, cursor.offset);
  return Array.from({ length }, () => parseValue(cursor, depth - 1, type));
}

function parseObject(cursor: Cursor, depth: number): Ubj {
  const object: { [key: string]: Ubj } = Object.create(null);
  if (peek(cursor) === '$' || peek(cursor) === '#')
    throw new FormatError('unsupported', 'expected an object without a count, found a counted one', cursor.offset);
  while (peek(cursor) !== '}' || cursor.remaining === 0) {
    const at = cursor.offset;
    const key = cursor.text(parseLength(cursor));
    if (key in object) throw new FormatError('duplicate-key', `expected unique keys, found "${key}" twice`, at);
    object[key] = parseValue(cursor, depth - 1);
  }
  cursor.skip(1);
  return object;
}

/** Values of a typed array as numbers. */
export function numbersOfArray({ type, length, bytes }: UbjArray): number[] {
  const cursor = new Cursor(bytes, 0, false);
  return Array.from({ length }, () => parseNumber(cursor, type));
}
