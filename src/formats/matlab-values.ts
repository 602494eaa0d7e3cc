import { Cursor } from '../bytes/cursor.js';
import { FormatError } from '../bytes/format-error.js';
import { type MatArray, MI, MI_BYTES } from '../containers/matlab5.js';
import { encodeStrings, listToRowMajor, toRowMajor } from './column-major.js';
import { byteLengthOf } from './dtypes.js';

/** Values in row-major order as little-endian numbers of the array's class, whatever they are stored as. */
export async function readMatNumbers(array: MatArray, dtype: string): Promise<Uint8Array> {
  const count = array.shape.reduce((product, size) => product * size, 1);
  const itemBytes = byteLengthOf(dtype, 1) as number;
  const parts = array.isComplex ? 2 : 1;
  const partType = array.isComplex ? (dtype === 'complex64' ? 'float32' : 'float64') : dtype;
  const out = new DataView(new ArrayBuffer(count * itemBytes));
  for (let part = 0; part < parts; part++) {
    const data = array.data[part];
    if (!data) {
      if (count > 0 && part === 0) throw new FormatError('invalid-structure', `expected ${count} values, found none`);
      continue;
    }
    const size = MI_BYTES[data.type];
    if (size === undefined || data.length < count * size)
      throw new FormatError(
        'truncated',
        `expected ${count} values of type ${data.type}, found ${data.length} bytes`,
        data.start,
      );
    const cursor = new Cursor(
      await data.source.read(data.start, data.start + count * size),
      data.start,
      array.littleEndian,
    );
    const step = itemBytes / parts;
    for (let i = 0; i < count; i++)
      writeNumber(out, i * itemBytes + part * step, partType, readNumber(cursor, data.type));
  }
  return toRowMajor(new Uint8Array(out.buffer), array.shape, itemBytes);
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
  if (!data)
    return encodeStrings(
      array.shape[0]
        ? new Array<string>(array.shape.slice(0, -1).reduce((product, size) => product * size, 1)).fill('')
        : [],
    );
  const bytes = Buffer.from(await data.source.read(data.start, data.start + data.length));
  const units = charactersOf(bytes, data.type);
  const ordered = listToRowMajor(
    units.slice(
      0,
      array.shape.reduce((product, size) => product * size, 1),
    ),
    array.shape,
  );
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
