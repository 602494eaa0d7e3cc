import type { Cursor } from '../bytes/cursor.js';
import { FormatError } from '../bytes/format-error.js';
import type { ForwardReader } from '../containers/forward-reader.js';

/** A metadata value. Arrays keep at most `KEPT_ELEMENTS` elements; `length` is the real one. Big integers are text. */
export interface GgufValue {
  value: string | number | boolean | unknown[];
  length?: number;
}

/** Enough elements for facts; vocabularies are read past, not kept. */
const KEPT_ELEMENTS = 256;

const STRING = 8;
const ARRAY = 9;

/** Fixed-size types of the specification, by number: bytes and how to read one. */
const SCALARS: Readonly<Record<number, { bytes: number; read: (cursor: Cursor) => number | boolean | bigint }>> = {
  0: { bytes: 1, read: (c) => c.u8() },
  1: { bytes: 1, read: (c) => c.i8() },
  2: { bytes: 2, read: (c) => c.u16() },
  3: { bytes: 2, read: (c) => c.i16() },
  4: { bytes: 4, read: (c) => c.u32() },
  5: { bytes: 4, read: (c) => c.i32() },
  6: { bytes: 4, read: (c) => c.f32() },
  7: { bytes: 1, read: (c) => c.u8() !== 0 },
  10: { bytes: 8, read: (c) => c.u64() },
  11: { bytes: 8, read: (c) => c.i64() },
  12: { bytes: 8, read: (c) => c.f64() },
};

type ReadText = (reader: ForwardReader) => Promise<string>;
type ReadSize = (reader: ForwardReader) => Promise<number>;

/** Reads one typed value; how texts and counts are written depends on the version. */
export async function readValue(
  reader: ForwardReader,
  readText: ReadText,
  readSize: ReadSize,
  depth: number,
): Promise<GgufValue> {
  return readOfType(await reader.u32(), reader, readText, readSize, depth);
}

async function readOfType(
  type: number,
  reader: ForwardReader,
  readText: ReadText,
  readSize: ReadSize,
  depth: number,
): Promise<GgufValue> {
  if (type === STRING) return { value: await readText(reader) };
  if (type === ARRAY) return readArray(reader, readText, readSize, depth - 1);
  const scalar = SCALARS[type];
  if (!scalar)
    throw new FormatError('invalid-structure', `expected a value type from 0 to 12, found ${type}`, reader.offset - 4);
  return { value: plain(scalar.read(await reader.ahead(scalar.bytes))) };
}

async function readArray(
  reader: ForwardReader,
  readText: ReadText,
  readSize: ReadSize,
  depth: number,
): Promise<GgufValue> {
  if (depth < 0) throw new FormatError('resource-limit', 'expected arrays nested less deep, found more', reader.offset);
  const type = await reader.u32();
  const at = reader.offset;
  const length = await readSize(reader);
  const scalar = SCALARS[type];
  const smallest = scalar?.bytes ?? (type === STRING ? 4 : 8);
  if (length * smallest > reader.source.size - reader.offset)
    throw new FormatError(
      'invalid-structure',
      `expected an array within ${reader.source.size} bytes, found ${length} elements`,
      at,
    );
  const value: unknown[] = [];
  if (scalar) {
    const kept = Math.min(length, KEPT_ELEMENTS);
    for (let i = 0; i < kept; i++) value.push(plain(scalar.read(await reader.ahead(scalar.bytes))));
    reader.skip((length - kept) * scalar.bytes);
    return { value, length };
  }
  for (let i = 0; i < length; i++) {
    const element = await readOfType(type, reader, readText, readSize, depth);
    if (i < KEPT_ELEMENTS) value.push(element.value);
  }
  return { value, length };
}

/** Integers beyond 2^53 are told as text: JSON numbers would change them. */
const plain = (value: number | boolean | bigint): number | boolean | string =>
  typeof value !== 'bigint'
    ? value
    : BigInt(Number(value)) === value && Number.isSafeInteger(Number(value))
      ? Number(value)
      : String(value);
