import { Cursor } from '../bytes/cursor.js';
import { FormatError } from '../bytes/format-error.js';
import type { Limits } from '../bytes/limits.js';
import { type ByteSource, subSource } from '../bytes/source.js';
import { inflate } from './inflate.js';

/** Data types of elements (MAT-File Format, table 1-1). */
export const MI = {
  int8: 1,
  uint8: 2,
  int16: 3,
  uint16: 4,
  int32: 5,
  uint32: 6,
  single: 7,
  double: 9,
  int64: 12,
  uint64: 13,
  matrix: 14,
  compressed: 15,
  utf8: 16,
  utf16: 17,
  utf32: 18,
} as const;
/** Bytes of an item of each numeric type. */
export const MI_BYTES: Readonly<Record<number, number>> = {
  1: 1,
  2: 1,
  3: 2,
  4: 2,
  5: 4,
  6: 4,
  7: 4,
  9: 8,
  12: 8,
  13: 8,
  16: 1,
  17: 2,
  18: 4,
};
/** Classes of arrays (table 1-3). */
export const MX = {
  cell: 1,
  struct: 2,
  object: 3,
  char: 4,
  sparse: 5,
  double: 6,
  single: 7,
  int8: 8,
  uint8: 9,
  int16: 10,
  uint16: 11,
  int32: 12,
  uint32: 13,
  int64: 14,
  uint64: 15,
  function: 16,
  opaque: 17,
} as const;

export const HEADER_BYTES = 128;
/** Bytes of an array that hold its flags, dimensions and name; more only for long names. */
const PREFIX_BYTES = 1 << 16;
/** Dimensions of one array; MATLAB itself has no use for more than a handful. */
const MOST_DIMENSIONS = 64;
const MOST_ARRAYS = 1_000_000;

/** A run of numbers in some source. */
export interface MatData {
  type: number;
  source: ByteSource;
  start: number;
  length: number;
}

/** An array of a MAT-file of level 5. */
export interface MatArray {
  name: string;
  class: number;
  isLogical: boolean;
  isComplex: boolean;
  shape: number[];
  /** Data elements: values of numbers, real then imaginary; row indices, column starts and values of sparse arrays. */
  data: MatData[];
  /** Fields of structures and elements of cells, column-major, fields of one element together. */
  children: MatArray[];
  /** True where the values lie uncompressed in the file itself. */
  isInFile: boolean;
  littleEndian: boolean;
}

interface Element {
  type: number;
  /** Of the data, in its source. */
  start: number;
  length: number;
  next: number;
}

interface Context {
  littleEndian: boolean;
  limits: Limits;
  isInFile: boolean;
  budget: { arrays: number };
}

/** Arrays at the top of a MAT-file of level 5, compressed ones inflated only as far as needed. */
export async function* readMatArrays(source: ByteSource, limits: Limits, values: boolean): AsyncGenerator<MatArray> {
  const head = new Cursor(await source.read(0, Math.min(source.size, HEADER_BYTES)));
  head.seek(126);
  const mark = head.latin1(2);
  if (mark !== 'IM' && mark !== 'MI')
    throw new FormatError(
      'invalid-structure',
      `expected the byte order mark "IM" or "MI", found ${JSON.stringify(mark)}`,
      126,
    );
  const context: Context = { littleEndian: mark === 'IM', limits, isInFile: true, budget: { arrays: MOST_ARRAYS } };
  for (let at = HEADER_BYTES; at < source.size; ) {
    // Padding behind the last element is shorter than a tag.
    if (source.size - at < 8) break;
    const element = await readTag(source, at, context);
    if (element.type === MI.matrix) yield await readArray(source, element, context, 0);
    else if (element.type === MI.compressed) yield await readCompressed(source, element, context, values);
    else throw new FormatError('invalid-structure', `expected an array, found an element of type ${element.type}`, at);
    // Compressed elements are not padded.
    at = element.type === MI.compressed ? element.start + element.length : element.next;
  }
}

async function readTag(source: ByteSource, at: number, { littleEndian }: Context): Promise<Element> {
  const cursor = new Cursor(await source.read(at, at + 8), at, littleEndian);
  const first = cursor.u32();
  // Small elements hold up to four bytes in the tag itself: the upper half is their length.
  if (first >>> 16 !== 0)
    return { type: first & 0xffff, start: at + 4, length: Math.min(4, first >>> 16), next: at + 8 };
  const length = cursor.u32();
  return { type: first, start: at + 8, length, next: at + 8 + Math.ceil(length / 8) * 8 };
}

async function readCompressed(
  source: ByteSource,
  element: Element,
  context: Context,
  values: boolean,
): Promise<MatArray> {
  if (element.start + element.length > source.size)
    throw new FormatError(
      'truncated',
      `expected ${element.length} compressed bytes, found ${source.size - element.start}`,
      element.start,
    );
  const stored = subSource(source, element.start, element.start + element.length);
  const inner: Context = { ...context, isInFile: false };
  if (!values) {
    const prefix = await inflate('zlib', stored, { ...context.limits, inflatedBytes: PREFIX_BYTES });
    const tag = await readTag(prefix.source, 0, inner);
    // Only the beginning is there: data that lie behind it are known by their tags' arithmetic alone.
    const array = await readArray(virtualSource(prefix.source, tag.next), tag, inner, 0).catch(rethrowUnlessShort);
    if (
      array &&
      array.children.length === 0 &&
      array.class !== MX.cell &&
      array.class !== MX.struct &&
      array.class !== MX.sparse
    )
      return array;
  }
  const { source: inflated, problem } = await inflate('zlib', stored, context.limits);
  if (problem) throw problem;
  return readArray(inflated, await readTag(inflated, 0, inner), inner, 0);
}

/** A source that claims `size` bytes of which only the first are there. */
const virtualSource = (prefix: ByteSource, size: number): ByteSource => ({
  size: Math.max(size, prefix.size),
  read: (start, end) => prefix.read(start, end),
});

function rethrowUnlessShort(error: unknown): null {
  if (error instanceof FormatError && error.code === 'truncated') return null;
  throw error;
}

async function readArray(source: ByteSource, element: Element, context: Context, depth: number): Promise<MatArray> {
  if (depth > context.limits.depth)
    throw new FormatError(
      'resource-limit',
      `expected arrays nested at most ${context.limits.depth} deep, found more`,
      element.start,
    );
  if (context.budget.arrays-- <= 0)
    throw new FormatError('resource-limit', `expected at most ${MOST_ARRAYS} arrays, found more`, element.start);
  const end = element.start + element.length;
  if (end > source.size)
    throw new FormatError(
      'truncated',
      `expected an array of ${element.length} bytes, found ${source.size - element.start}`,
      element.start,
    );
  const array: MatArray = {
    name: '',
    class: 0,
    isLogical: false,
    isComplex: false,
    shape: [0, 0],
    data: [],
    children: [],
    isInFile: context.isInFile,
    littleEndian: context.littleEndian,
  };
  // An empty element stands for an empty array.
  if (element.length === 0) return array;
  let at = element.start;
  const next = async (): Promise<Element> => {
    const found = await readTag(source, at, context);
    if (found.start + found.length > end)
      throw new FormatError(
        'invalid-structure',
        `expected ${found.length} bytes inside the array, found ${end - found.start}`,
        at,
      );
    at = found.next;
    return found;
  };
  const bytesOf = async ({ start, length }: Element): Promise<Cursor> =>
    new Cursor(await source.read(start, start + length), start, context.littleEndian);
  const flags = (await bytesOf(await next())).u32();
  array.class = flags & 0xff;
  array.isLogical = (flags & 0x200) !== 0;
  array.isComplex = (flags & 0x800) !== 0;
  if (array.class === MX.opaque) return array;
  const dimensions = await bytesOf(await next());
  array.shape = [];
  while (dimensions.remaining >= 4) array.shape.push(dimensions.i32());
  if (array.shape.length > MOST_DIMENSIONS || array.shape.some((size) => size < 0))
    throw new FormatError(
      'invalid-structure',
      `expected dimensions, found [${array.shape.slice(0, MOST_DIMENSIONS).join(', ')}]`,
      dimensions.base,
    );
  array.name = textOf(await bytesOf(await next()));
  if (array.class === MX.cell || array.class === MX.struct || array.class === MX.object) {
    const fields = array.class === MX.cell ? null : await readFieldNames(array.class, next, bytesOf);
    const count = array.shape.reduce((product, size) => product * size, fields === null ? 1 : fields.length);
    for (let i = 0; i < count; i++) {
      const child = await readArray(source, await next(), context, depth + 1);
      child.name = fields === null ? String(i) : (fields[i % fields.length] as string);
      array.children.push(child);
    }
    return array;
  }
  if (array.class === MX.function) return array;
  while (at < end && end - at >= 8) {
    const { type, start, length } = await next();
    array.data.push({ type, source, start, length });
  }
  return array;
}

/** Names of fixed length, filled up with zeros; objects have their class name before. */
async function readFieldNames(
  kind: number,
  next: () => Promise<Element>,
  bytesOf: (element: Element) => Promise<Cursor>,
): Promise<string[]> {
  if (kind === MX.object) await next();
  const width = (await bytesOf(await next())).i32();
  const names = await bytesOf(await next());
  if (width <= 0)
    throw new FormatError('invalid-structure', `expected the length of field names, found ${width}`, names.base);
  const fields: string[] = [];
  while (names.remaining >= width) fields.push(names.latin1(width).replace(/\0.*$/s, ''));
  return fields;
}

const textOf = (cursor: Cursor): string => cursor.latin1(cursor.remaining).replace(/\0.*$/s, '');
