import { Cursor } from '../bytes/cursor.js';
import { FormatError } from '../bytes/format-error.js';
import type { ByteSource } from '../bytes/source.js';
import { encodeStrings, toRowMajor } from './column-major.js';
import { certain, emptyContents, type Format, NO, type Tensor, type TensorInfo } from './format.js';
import type { Glimpse } from './glimpse.js';

const HEADER_BYTES = 20;
/** Matrices of one file that recognition looks at. */
const MOST_RECOGNIZED = 64;
const MOST_MATRICES = 100_000;
/** Types of values by the third decimal digit of the type number: item size and name. */
const VALUES = [
  { dtype: 'float64', bytes: 8 },
  { dtype: 'float32', bytes: 4 },
  { dtype: 'int32', bytes: 4 },
  { dtype: 'int16', bytes: 2 },
  { dtype: 'uint16', bytes: 2 },
  { dtype: 'uint8', bytes: 1 },
] as const;

/** Kinds of matrices: full, text, sparse. */
const KINDS = 3;
/** Of the type, which is below 2,000: its last two decimal digits where the lowest byte comes first, else zeros. */
const FIRST_BYTES = new Set([0, ...VALUES.flatMap((_, p) => Array.from({ length: KINDS }, (_, t) => 10 * p + t))]);

interface Matrix {
  name: string;
  kind: 'full' | 'text' | 'sparse';
  values: (typeof VALUES)[number];
  littleEndian: boolean;
  rows: number;
  columns: number;
  isComplex: boolean;
  /** Of the real part; the imaginary part follows. */
  start: number;
  next: number;
}

/** MAT-files of level 4: a header of five numbers, a name, values. */
export const matlabV4: Format = {
  id: 'matlab-v4',
  name: 'MATLAB MAT-file (level 4)',
  extensions: ['.mat'],
  family: 'science',
  container: 'none',
  signature: 'header of five 32-bit numbers: type, rows, columns, imaginary, name length',
  facts: {
    disclosure: 'documented',
    steward: 'MathWorks',
    specification: 'https://www.mathworks.com/help/pdf_doc/matlab/matfile_format.pdf',
    encoding: 'binary',
    holds: 'table',
    independent: true,
    worstLoading: 'data-only',
    mediaType: 'application/x-matlab-data',
    puid: 'fmt/1550',
    openExport: 'hdf5',
  },
  firstBytes: FIRST_BYTES,
  async recognize(glimpse) {
    return (await isLevel4(glimpse)) ? certain('headers of level 4 matrices up to the end of the file') : NO;
  },
  async inspect({ source }) {
    const contents = emptyContents('data-only');
    contents.version = '4';
    for await (const matrix of readMatrices(source)) contents.tensors.push(infoOf(matrix));
    contents.facts.push({ key: 'variables', value: contents.tensors.map(({ name }) => name), where: 'headers' });
    return contents;
  },
  async *tensors({ source }) {
    for await (const matrix of readMatrices(source)) yield tensorOf(source, matrix);
  },
};

/** There is no signature: every header must make sense and the last matrix end with the file. */
async function isLevel4({ head, size, source }: Glimpse): Promise<boolean> {
  if (head.length < HEADER_BYTES + 2) return false;
  const first = parseHeader(head.subarray(0, HEADER_BYTES), 0);
  if (!first || first.start > size) return false;
  let at = 0;
  for (let i = 0; i < MOST_RECOGNIZED && at < size; i++) {
    if (size - at < HEADER_BYTES) return false;
    const header = parseHeader(await source.read(at, at + HEADER_BYTES), at);
    if (!header || header.next > size) return false;
    const name = Buffer.from(await source.read(at + HEADER_BYTES, header.start)).toString('latin1');
    if (!/^[A-Za-z_][A-Za-z0-9_]*\0$/.test(name)) return false;
    at = header.next;
  }
  return true;
}

async function* readMatrices(source: ByteSource): AsyncGenerator<Matrix> {
  let count = 0;
  for (let at = 0; at < source.size; ) {
    if (++count > MOST_MATRICES)
      throw new FormatError('resource-limit', `expected at most ${MOST_MATRICES} matrices, found more`, at);
    const matrix = parseHeader(await source.read(at, at + HEADER_BYTES), at);
    if (!matrix) throw new FormatError('invalid-structure', 'expected the header of a matrix, found other bytes', at);
    if (matrix.next > source.size)
      throw new FormatError(
        'truncated',
        `expected ${matrix.next - at} bytes of a matrix, found ${source.size - at}`,
        at,
      );
    matrix.name = Buffer.from(await source.read(at + HEADER_BYTES, matrix.start))
      .toString('latin1')
      .replace(/\0.*$/s, '');
    yield matrix;
    at = matrix.next;
  }
}

/** The header at an offset; null where its numbers are none of a header. The type is `MOPT` in decimal digits. */
function parseHeader(bytes: Uint8Array, at: number): Matrix | null {
  for (const littleEndian of [true, false]) {
    const cursor = new Cursor(bytes, at, littleEndian);
    const type = cursor.i32();
    const [rows, columns, imaginary, nameLength] = [cursor.i32(), cursor.i32(), cursor.i32(), cursor.i32()];
    const [machine, zero, precision, kind] = [
      Math.floor(type / 1000),
      Math.floor(type / 100) % 10,
      Math.floor(type / 10) % 10,
      type % 10,
    ];
    const values = VALUES[precision];
    if (type < 0 || machine !== (littleEndian ? 0 : 1) || zero !== 0 || !values || kind >= KINDS) continue;
    if (rows < 0 || columns < 0 || (imaginary !== 0 && imaginary !== 1) || nameLength < 1 || nameLength > 256) continue;
    const start = at + HEADER_BYTES + nameLength;
    const isComplex = imaginary === 1;
    const next = start + rows * columns * values.bytes * (isComplex ? 2 : 1);
    if (!Number.isSafeInteger(next)) continue;
    return {
      name: '',
      kind: kind === 0 ? 'full' : kind === 1 ? 'text' : 'sparse',
      values,
      littleEndian,
      rows,
      columns,
      isComplex,
      start,
      next,
    };
  }
  return null;
}

function infoOf(matrix: Matrix): TensorInfo {
  const { name, kind, values, rows, columns, isComplex } = matrix;
  if (kind === 'text') return { name, dtype: 'string', shape: [rows], byteLength: 0 };
  const dtype = isComplex ? (values.dtype === 'float32' ? 'complex64' : 'complex128') : values.dtype;
  const itemBytes = isComplex ? (dtype === 'complex64' ? 8 : 16) : values.bytes;
  const info: TensorInfo = { name, dtype, shape: [rows, columns], byteLength: rows * columns * itemBytes };
  if (!isComplex && (rows === 1 || columns === 1))
    Object.assign(info, { offset: matrix.start, byteOrder: matrix.littleEndian ? 'little' : 'big' });
  return info;
}

function tensorOf(source: ByteSource, matrix: Matrix): Tensor {
  const values = async function* (): AsyncGenerator<Uint8Array> {
    yield matrix.kind === 'text' ? await readText(source, matrix) : await readNumbers(source, matrix);
  };
  return { info: infoOf(matrix), values };
}

async function readNumbers(source: ByteSource, matrix: Matrix): Promise<Uint8Array> {
  const { rows, columns, values, isComplex, littleEndian } = matrix;
  const count = rows * columns;
  const part = async (start: number): Promise<Buffer> => {
    const bytes = Buffer.from(await source.read(start, start + count * values.bytes));
    if (!littleEndian)
      for (let at = 0; at < bytes.length; at += values.bytes) bytes.subarray(at, at + values.bytes).reverse();
    return bytes;
  };
  const real = await part(matrix.start);
  if (!isComplex) return toRowMajor(real, [rows, columns], values.bytes);
  const imaginary = await part(matrix.start + count * values.bytes);
  const isSingle = values.dtype === 'float32';
  const out = Buffer.alloc(count * (isSingle ? 8 : 16));
  for (let i = 0; i < count; i++) {
    for (const [j, bytes] of [real, imaginary].entries()) {
      const value = numberAt(bytes, i, values.dtype);
      if (isSingle) out.writeFloatLE(value, 8 * i + 4 * j);
      else out.writeDoubleLE(value, 16 * i + 8 * j);
    }
  }
  return toRowMajor(out, [rows, columns], isSingle ? 8 : 16);
}

function numberAt(bytes: Buffer, index: number, dtype: (typeof VALUES)[number]['dtype']): number {
  switch (dtype) {
    case 'float64':
      return bytes.readDoubleLE(8 * index);
    case 'float32':
      return bytes.readFloatLE(4 * index);
    case 'int32':
      return bytes.readInt32LE(4 * index);
    case 'int16':
      return bytes.readInt16LE(2 * index);
    case 'uint16':
      return bytes.readUInt16LE(2 * index);
    case 'uint8':
      return bytes.readUInt8(index);
  }
}

/** Rows of characters, stored as numbers of any type. */
async function readText(source: ByteSource, matrix: Matrix): Promise<Uint8Array> {
  const { rows, columns, values } = matrix;
  const ordered = Buffer.from(await readNumbers(source, { ...matrix, isComplex: false }));
  const texts: string[] = [];
  for (let row = 0; row < rows; row++) {
    let text = '';
    for (let column = 0; column < columns; column++)
      text += String.fromCharCode(numberAt(ordered, row * columns + column, values.dtype));
    texts.push(text);
  }
  return encodeStrings(texts);
}
