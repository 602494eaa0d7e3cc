import { FormatError } from '../bytes/format-error.js';
import type { ByteSource } from '../bytes/source.js';
import type { NumpyDtype } from '../containers/numpy-dtype.js';
import { elementCount, ITEM_BITS } from './dtypes.js';
import type { Tensor, TensorInfo } from './format.js';
import { isContiguous, orderedStrides, readStrided, type StridedItems } from './strided-values.js';

/** A tensor and the way to its values; both are made when a model is inspected, values are read when asked for. */
export interface Leaf {
  info: TensorInfo;
  values?: () => AsyncIterable<Uint8Array>;
  /** Two leaves with the same key share their values. */
  storage?: string;
}

export const tensorOf = ({ info, values }: Leaf): Tensor => (values ? { info, values } : { info });

/** Where the items of a NumPy array lie. */
export interface ArrayPlace {
  source: ByteSource;
  /** Offset of the first item in the source. */
  start: number;
  /** Offset of the source's first byte in the file; undefined where it is not a plain range of it. */
  base?: number;
  shape: readonly number[];
  fortran: boolean;
}

/** dtype as we name it: NumPy's own names, text and bytes as `string`, times as the integers they are. */
function dtypeName(dtype: NumpyDtype): string {
  if (dtype.fields) return 'structured';
  switch (dtype.kind) {
    case 'b':
      return 'bool';
    case 'i':
      return `int${dtype.itemSize * 8}`;
    case 'u':
      return `uint${dtype.itemSize * 8}`;
    case 'f':
      return `float${dtype.itemSize * 8}`;
    case 'c':
      return `complex${dtype.itemSize * 8}`;
    case 'M':
    case 'm':
      return 'int64';
    case 'S':
    case 'U':
      return 'string';
    case 'O':
      return 'object';
    case 'V':
      return 'void';
    default:
      return dtype.kind;
  }
}

/** A leaf of an array without objects. Throws `truncated` where the source is shorter than shape and dtype say. */
export function arrayLeaf(name: string, dtype: NumpyDtype, place: ArrayPlace): Leaf {
  const shape = [...place.shape, ...(dtype.subshape ?? [])];
  const perItem = (dtype.subshape ?? []).reduce((product, size) => product * size, 1);
  const itemBytes = perItem > 0 ? dtype.itemSize / perItem : 0;
  const length = elementCount(shape) * itemBytes;
  checkLength(length, dtype.itemSize, place);
  const strides = [
    ...orderedStrides(place.shape, dtype.itemSize, place.fortran),
    ...orderedStrides(dtype.subshape ?? [], itemBytes),
  ];
  return stridedLeaf(
    name,
    { ...dtype, itemSize: itemBytes },
    { source: place.source, start: place.start, itemBytes, shape, strides, swapBytes: swapUnit(dtype, itemBytes) },
    place.base,
  );
}

/** Values cut within an item are a cut file; whole items, but too few of them, contradict the header. */
function checkLength(length: number, itemSize: number, { source, start, base }: ArrayPlace): void {
  const found = Math.max(0, source.size - start);
  if (length <= found) return;
  const cut = itemSize === 0 || found % itemSize !== 0;
  throw new FormatError(
    cut ? 'truncated' : 'invalid-structure',
    `expected ${length} bytes of values, found ${found}`,
    (base ?? 0) + start,
  );
}

/** Bytes to reverse together: real and imaginary part apart, nothing for text, structures and single bytes. */
function swapUnit(dtype: NumpyDtype, itemBytes: number): number {
  if (dtype.byteOrder === 'little' || dtype.fields || !'iufcMm'.includes(dtype.kind)) return 1;
  return dtype.kind === 'c' ? itemBytes / 2 : itemBytes;
}

/** A leaf of items at strides; `base` is the file offset of the source's first byte where the values lie in the file as they are. */
export function stridedLeaf(name: string, dtype: NumpyDtype, items: StridedItems, base: number | undefined): Leaf {
  const info: TensorInfo = {
    name,
    dtype: dtypeName(dtype),
    shape: [...items.shape],
    byteLength: elementCount(items.shape) * items.itemBytes,
  };
  const plain = Object.hasOwn(ITEM_BITS, info.dtype) || info.dtype === 'structured';
  const contiguous = isContiguous(items);
  if (base !== undefined && plain && contiguous && info.byteLength > 0) {
    info.offset = base + items.start;
    if (items.itemBytes > 1) info.byteOrder = items.swapBytes > 1 ? 'big' : 'little';
  }
  if (!contiguous) info.strides = items.strides.map((stride) => stride / items.itemBytes);
  if (info.dtype === 'string') return { info, values: () => textValues(dtype, items) };
  return { info, values: () => readStrided(items) };
}

/** Text and bytes as the digest rules want them: length as u32, then UTF-8; NumPy drops NULs at the end. */
async function* textValues(dtype: NumpyDtype, items: StridedItems): AsyncGenerator<Uint8Array> {
  const { itemBytes } = items;
  if (itemBytes === 0) {
    for (let i = elementCount(items.shape); i > 0; i--) yield Buffer.alloc(4);
    return;
  }
  let rest: Uint8Array = new Uint8Array(0);
  for await (const part of readStrided(items)) {
    const bytes = Buffer.concat([rest, part]);
    const encoded: Uint8Array[] = [];
    let at = 0;
    for (; at + itemBytes <= bytes.length; at += itemBytes)
      encoded.push(
        ...encodeText(
          dtype.kind === 'U'
            ? utf32(bytes.subarray(at, at + itemBytes), dtype.byteOrder)
            : withoutNuls(bytes.subarray(at, at + itemBytes)),
        ),
      );
    rest = bytes.subarray(at);
    yield Buffer.concat(encoded);
  }
}

/** A counted string. */
function encodeText(text: Uint8Array): [Uint8Array, Uint8Array] {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(text.length);
  return [length, text];
}

function utf32(bytes: Buffer, order: 'little' | 'big'): Uint8Array {
  let text = '';
  for (let at = 0; at + 4 <= bytes.length; at += 4) {
    const code = order === 'little' ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at);
    text += code > 0x10ffff ? '\ufffd' : String.fromCodePoint(code);
  }
  return Buffer.from(text.replace(/\0+$/, ''), 'utf8');
}

function withoutNuls(bytes: Uint8Array): Uint8Array {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end--;
  return bytes.subarray(0, end);
}

/** A leaf whose items are Python objects: named and counted, its values are not defined. */
export const objectLeaf = (name: string, shape: readonly number[]): Leaf => ({
  info: { name, dtype: 'object', shape: [...shape], byteLength: 0 },
});

/** A leaf of strings that are held in memory. */
export function stringLeaf(name: string, shape: readonly number[], strings: readonly Uint8Array[]): Leaf {
  const encoded = Buffer.concat(strings.flatMap(encodeText));
  return {
    info: { name, dtype: 'string', shape: [...shape], byteLength: encoded.length },
    values: async function* () {
      yield encoded;
    },
  };
}
