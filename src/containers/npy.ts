import { Cursor } from '../bytes/cursor.js';
import { FormatError } from '../bytes/format-error.js';
import type { Limits } from '../bytes/limits.js';
import type { ByteSource } from '../bytes/source.js';
import { type NumpyDtype, type NumpyField, parseTypeString } from './numpy-dtype.js';
import { type Literal, parseLiteral } from './python-literal.js';

/** Header of an npy file (NumPy Enhancement Proposal 1 and its versions 2.0 and 3.0). */
export interface NpyHeader {
  version: [number, number];
  dtype: NumpyDtype;
  /** As written: a type string, or a list of fields. */
  descr: string;
  fortran: boolean;
  shape: number[];
  /** Offset of the values. */
  dataStart: number;
}

const MAGIC = '\x93NUMPY';

/** Longest header NumPy itself reads without being told to trust the file is 10,000; structured dtypes with many fields exceed it. */
const MAX_HEADER = 1 << 24;

export const isNpy = (head: Uint8Array): boolean =>
  head.length >= 8 && Buffer.from(head.buffer, head.byteOffset, 6).toString('latin1') === MAGIC;

/** Reads the header only. Throws `invalid-structure`, `truncated`, `unsupported`, `resource-limit`. */
export async function readNpyHeader(source: ByteSource, limits: Limits): Promise<NpyHeader> {
  const start = new Cursor(await source.read(0, Math.min(source.size, 12)));
  if (start.latin1(6) !== MAGIC)
    throw new FormatError('invalid-structure', 'expected an npy file, found other bytes', 0);
  const version: [number, number] = [start.u8(), start.u8()];
  if (version[0] < 1 || version[0] > 3)
    throw new FormatError('unsupported', `expected npy version 1 to 3, found ${version[0]}.${version[1]}`, 6);
  const length = version[0] === 1 ? start.u16() : start.u32();
  const headerStart = start.position;
  const maximum = Math.min(MAX_HEADER, limits.headerBytes);
  if (length > source.size - headerStart || length > maximum) {
    throw new FormatError(
      'invalid-structure',
      `expected a header of at most ${Math.min(maximum, source.size - headerStart)} bytes, found ${length}`,
      8,
    );
  }
  const bytes = Buffer.from(await source.read(headerStart, headerStart + length));
  const text = bytes.toString(version[0] === 3 ? 'utf8' : 'latin1');
  const header = parseLiteral(text, { depth: limits.depth, base: headerStart });
  return { version, ...parseHeader(header, headerStart), dataStart: headerStart + length };
}

function parseHeader(header: Literal, offset: number): Pick<NpyHeader, 'dtype' | 'descr' | 'fortran' | 'shape'> {
  const fail = (what: string): never => {
    throw new FormatError('invalid-structure', `expected ${what} in the npy header, found another value`, offset);
  };
  if (header === null || typeof header !== 'object' || header.kind !== 'dict') return fail('a dict');
  const get = (key: string): Literal | undefined => header.entries.findLast(([name]) => name === key)?.[1];
  const descr = get('descr');
  const fortran = get('fortran_order');
  const shape = get('shape');
  const sizes =
    shape !== null && typeof shape === 'object' && shape.kind !== 'dict' ? shape.items : fail('a tuple as shape');
  const numbers = sizes.map((size) =>
    typeof size === 'number' && Number.isSafeInteger(size) && size >= 0 ? size : fail('sizes'),
  );
  const dtype = descr === undefined ? null : dtypeOfDescr(descr, 0);
  if (!dtype) return fail('a dtype');
  return {
    dtype,
    descr: show(descr as Literal),
    fortran: typeof fortran === 'boolean' ? fortran : fail('fortran_order'),
    shape: numbers,
  };
}

/** A type string, or a list of (name, descr) and (name, descr, shape). Null where it is neither. */
function dtypeOfDescr(descr: Literal, depth: number): NumpyDtype | null {
  if (typeof descr === 'string') return parseTypeString(descr);
  if (depth > 16 || descr === null || typeof descr !== 'object' || descr.kind === 'dict') return null;
  if (descr.kind === 'tuple') return withShape(descr.items[0], descr.items[1], depth);
  const fields: NumpyField[] = [];
  let offset = 0;
  for (const field of descr.items) {
    if (field === null || typeof field !== 'object' || field.kind !== 'tuple') return null;
    const [title, inner, shape] = field.items;
    const named = title !== null && typeof title === 'object' && title.kind === 'tuple' ? title.items[1] : title;
    const dtype = withShape(inner, shape, depth + 1);
    if (typeof named !== 'string' || !dtype) return null;
    if (named !== '') fields.push({ name: named, dtype, offset });
    offset += dtype.itemSize;
  }
  return { kind: 'V', itemSize: offset, byteOrder: 'little', fields, descr: show(descr) };
}

function withShape(descr: Literal | undefined, shape: Literal | undefined, depth: number): NumpyDtype | null {
  const dtype = descr === undefined ? null : dtypeOfDescr(descr, depth + 1);
  if (!dtype || shape === undefined) return dtype;
  const sizes = shape !== null && typeof shape === 'object' && shape.kind === 'tuple' ? shape.items : [shape];
  if (!sizes.every((size): size is number => typeof size === 'number' && Number.isSafeInteger(size) && size >= 0))
    return null;
  return { ...dtype, subshape: sizes, itemSize: sizes.reduce((product, size) => product * size, dtype.itemSize) };
}

/** The literal as Python prints it. */
function show(literal: Literal): string {
  if (typeof literal === 'string') return `'${literal}'`;
  if (literal === null) return 'None';
  if (typeof literal !== 'object') return String(literal);
  if (literal.kind === 'dict')
    return `{${literal.entries.map(([key, value]) => `${show(key)}: ${show(value)}`).join(', ')}}`;
  const items = literal.items.map(show).join(', ');
  return literal.kind === 'list' ? `[${items}]` : `(${items}${literal.items.length === 1 ? ',' : ''})`;
}
