import { Cursor } from '../bytes/cursor.js';
import { FormatError } from '../bytes/format-error.js';

/** An extension value: application type and payload. */
export interface MsgpackExtension {
  extension: number;
  bytes: Uint8Array;
  /** Offset of the payload. */
  offset: number;
}
export type Msgpack =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | MsgpackExtension
  | Msgpack[]
  | Map<string, Msgpack>;

export const isExtension = (value: Msgpack | undefined): value is MsgpackExtension =>
  typeof value === 'object' && value !== null && 'extension' in value;

/** Parses one MessagePack value, which must fill the bytes. Map keys become text; a key given twice is `duplicate-key`. */
export function parseMsgpack(bytes: Uint8Array, depth: number, base = 0): Msgpack {
  const cursor = new Cursor(bytes, base, false);
  const value = parseValue(cursor, depth);
  if (cursor.remaining > 0)
    throw new FormatError(
      'invalid-structure',
      `expected the end of the value, found ${cursor.remaining} more bytes`,
      cursor.offset,
    );
  return value;
}

function parseValue(cursor: Cursor, depth: number): Msgpack {
  if (depth < 0)
    throw new FormatError('resource-limit', 'expected MessagePack nested less deep, found more', cursor.offset);
  const type = cursor.u8();
  if (type < 0x80) return type;
  if (type < 0x90) return parseMap(cursor, type & 0x0f, depth);
  if (type < 0xa0) return parseArray(cursor, type & 0x0f, depth);
  if (type < 0xc0) return cursor.text(type & 0x1f);
  if (type >= 0xe0) return type - 0x100;
  switch (type) {
    case 0xc0:
      return null;
    case 0xc2:
      return false;
    case 0xc3:
      return true;
    case 0xc4:
    case 0xc5:
    case 0xc6:
      return cursor.take(lengthOf(cursor, type - 0xc4));
    case 0xc7:
    case 0xc8:
    case 0xc9:
      return parseExtension(cursor, lengthOf(cursor, type - 0xc7));
    case 0xca:
      return cursor.f32();
    case 0xcb:
      return cursor.f64();
    case 0xcc:
    case 0xcd:
    case 0xce:
      return lengthOf(cursor, type - 0xcc);
    case 0xcf:
      return exact(cursor.u64());
    case 0xd0:
      return cursor.i8();
    case 0xd1:
      return cursor.i16();
    case 0xd2:
      return cursor.i32();
    case 0xd3:
      return exact(cursor.i64());
    case 0xd4:
    case 0xd5:
    case 0xd6:
    case 0xd7:
    case 0xd8:
      return parseExtension(cursor, 1 << (type - 0xd4));
    case 0xd9:
    case 0xda:
    case 0xdb:
      return cursor.text(lengthOf(cursor, type - 0xd9));
    case 0xdc:
    case 0xdd:
      return parseArray(cursor, lengthOf(cursor, type - 0xdb), depth);
    case 0xde:
    case 0xdf:
      return parseMap(cursor, lengthOf(cursor, type - 0xdd), depth);
    default:
      throw new FormatError(
        'invalid-structure',
        `expected a MessagePack type, found byte 0x${type.toString(16)}`,
        cursor.offset - 1,
      );
  }
}

/** Unsigned number of 1, 2 or 4 bytes. */
const lengthOf = (cursor: Cursor, size: number): number =>
  size === 0 ? cursor.u8() : size === 1 ? cursor.u16() : cursor.u32();

const exact = (value: bigint): number | bigint => (Number.isSafeInteger(Number(value)) ? Number(value) : value);

function parseExtension(cursor: Cursor, length: number): MsgpackExtension {
  const extension = cursor.i8();
  const offset = cursor.offset;
  return { extension, bytes: cursor.take(length), offset };
}

function checkCount(cursor: Cursor, count: number): void {
  if (count > cursor.remaining)
    throw new FormatError('truncated', `expected ${count} elements, found ${cursor.remaining} bytes`, cursor.offset);
}

function parseArray(cursor: Cursor, count: number, depth: number): Msgpack[] {
  checkCount(cursor, count);
  return Array.from({ length: count }, () => parseValue(cursor, depth - 1));
}

function parseMap(cursor: Cursor, count: number, depth: number): Map<string, Msgpack> {
  checkCount(cursor, count);
  const map = new Map<string, Msgpack>();
  for (let i = 0; i < count; i++) {
    const at = cursor.offset;
    const parsed = parseValue(cursor, depth - 1);
    if (typeof parsed === 'object' && !(parsed instanceof Uint8Array))
      throw new FormatError('invalid-structure', 'expected a text or a number as key, found another value', at);
    const key = parsed instanceof Uint8Array ? Buffer.from(parsed).toString('utf8') : String(parsed);
    if (map.has(key)) throw new FormatError('duplicate-key', `expected unique keys, found "${key}" twice`, at);
    map.set(key, parseValue(cursor, depth - 1));
  }
  return map;
}
