import { Cursor } from '../bytes/cursor.js';
import { FormatError } from '../bytes/format-error.js';
import { type MatArray, type MatData, MI, MI_BYTES } from '../containers/matlab5.js';
import { encodeStrings, listToRowMajor, toRowMajor } from './column-major.js';
import { byteLengthOf } from './dtypes.js';

/** Largest array that is turned in memory. */
const MOST_BYTES = 1 << 30;
/** Empty rows of text. */
const MOST_ROWS = 1_000_000;

/** Values in row-major order as little-endian numbers of the array's class, whatever they are stored as. */
export async function readMatNumbers(array: MatArray, dtype: string): Promise<Uint8Array> {
  const count = array.shape.reduce((product, size) => product * size, 1);
  const itemBytes = byteLengthOf(dtype, 1) as number;
  const parts = array.isComplex ? 2 : 1;
  const partType = array.isComplex ? (dtype === 'complex64' ? 'float32' : 'float64') : dtype;
  const stored = array.data.slice(0, parts).map((data) => checkedSize(data, count));
  if (count > 0 && stored.length === 0)
    throw new FormatError('invalid-structure', `expected ${count} values, found none`);
  if (count * itemBytes > MOST_BYTES)
    throw new FormatError(
      'resource-limit',
      `expected arrays of at most ${MOST_BYTES} bytes, found ${count * itemBytes}`,
    );
  const out = new DataView(new ArrayBuffer(stored.length === 0 ? 0 : count * itemBytes));
  const step = itemBytes / parts;
  for (const [part, { type, source, start, bytes }] of stored.entries()) {
    const cursor = new Cursor(await source.read(start, start + bytes), start, array.littleEndian);
    for (let i = 0; i < count; i++) writeNumber(out, i * itemBytes + part * step, partType, readNumber(cursor, type));
  }
  return toRowMajor(new Uint8Array(out.buffer), array.shape, itemBytes);
}

/** The bytes that `count` values take in a data element, which must have them. */
function checkedSize(data: MatData, count: number): MatData & { bytes: number } {
  const size = MI_BYTES[data.type];
  if (size === undefined || data.length < count * size)
    throw new FormatError(
      'truncated',
      `expected ${count} values of type ${data.type}, found ${data.length} bytes`,
      data.start,
    );
  return { ...data, bytes: count * size };
}

function readNumber(cursor: Cursor, type: number): number | bigint {
  switch (type) {
    case MI.int8:
      return cursor.i8();
    case MI.uint8:
    case MI.utf8:
      return cursor.u8();
    case MI.int16:
      return cursor.i16();
    case MI.uint16:
    case MI.utf16:
      return cursor.u16();
    case MI.int32:
      return cursor.i32();
    case MI.uint32:
    case MI.utf32:
      return cursor.u32();
    case MI.single:
      return cursor.f32();
    case MI.double:
      return cursor.f64();
    case MI.int64:
      return cursor.i64();
    default:
      return cursor.u64();
  }
}

function writeNumber(out: DataView, at: number, dtype: string, value: number | bigint): void {
  if (dtype === 'float64') out.setFloat64(at, Number(value), true);
  else if (dtype === 'float32') out.setFloat32(at, Number(value), true);
  else if (dtype === 'bool') out.setUint8(at, Number(value) === 0 ? 0 : 1);
  else {
    const bits = Number(/\d+$/.exec(dtype)?.[0]);
    if (bits === 8) out.setUint8(at, Number(value));
    else if (bits === 16) out.setUint16(at, Number(value), true);
    else if (bits === 32) out.setUint32(at, Number(value), true);
    else out.setBigUint64(at, BigInt.asUintN(64, BigInt(value)), true);
  }
}

/** Rows of a character array as strings. */
export async function readMatText(array: MatArray): Promise<Uint8Array> {
  const [data] = array.data;
  if (!data) {
    const rows = array.shape.slice(0, -1).reduce((product, size) => product * size, 1);
    if (rows > MOST_ROWS)
      throw new FormatError('resource-limit', `expected at most ${MOST_ROWS} empty rows, found ${rows}`);
    return encodeStrings(new Array<string>(rows).fill(''));
  }
  const bytes = Buffer.from(await data.source.read(data.start, data.start + data.length));
  const units = charactersOf(bytes, data.type);
  const count = array.shape.reduce((product, size) => product * size, 1);
  if (units.length < count)
    throw new FormatError('truncated', `expected ${count} characters, found ${units.length}`, data.start);
  const ordered = listToRowMajor(units.slice(0, count), array.shape);
  const width = array.shape.at(-1) ?? 0;
  const rows: string[] = [];
  for (let at = 0; width > 0 && at < ordered.length; at += width) rows.push(ordered.slice(at, at + width).join(''));
  return encodeStrings(rows);
}

function charactersOf(bytes: Buffer, type: number): string[] {
  if (type === MI.utf16 || type === MI.uint16)
    return [...Array(Math.floor(bytes.length / 2)).keys()].map((i) => String.fromCharCode(bytes.readUInt16LE(2 * i)));
  if (type === MI.utf8) return [...bytes.toString('utf8')];
  return [...bytes.toString('latin1')];
}
