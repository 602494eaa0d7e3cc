import { FormatError } from '../bytes/format-error.js';
import { oncePerText } from '../bytes/once-per.js';
import { type ByteSource, memorySource, subSource } from '../bytes/source.js';
import { dtypeOf, hasObjects, type NumpyDtype } from '../containers/numpy-dtype.js';
import {
  bytesSource,
  calleeName,
  entryOf,
  globalName,
  itemsOf,
  numberOf,
  type PickleArray,
  type PickleObject,
  type PickleValue,
  textOf,
} from '../containers/pickle.js';
import { type ArrayPlace, arrayLeaf, type Leaf, objectLeaf, stringLeaf } from './numpy-leaf.js';

/** A NumPy array or scalar as a pickle describes it. */
export interface PickledArray {
  dtype: NumpyDtype;
  shape: number[];
  fortran: boolean;
  /** Bytes of the values; null for arrays of objects. */
  data: PickleValue | PickleArray | null;
  /** Items of an array of objects. */
  items: readonly PickleValue[] | null;
  /** Where the values are, for arrays that lie outside of the pickle. */
  place?: ArrayPlace;
}

/** Where the bytes of a pickle are: `base` is the offset of the source in the file, undefined where it is decompressed. */
export interface PickleHome {
  source: ByteSource;
  base: number | undefined;
  /** Arrays that stand for a value: those of containers that keep them in files of their own. */
  arrays?: ReadonlyMap<PickleValue, PickledArray>;
}

const RECONSTRUCT = /^numpy\.(_?core\.multiarray|core\._multiarray_umath|_core\._multiarray_umath)\._reconstruct$/;
const SCALAR = /^numpy\.(_?core\.multiarray|core\._multiarray_umath|_core\._multiarray_umath)\.scalar$/;
const FROM_BUFFER = /^numpy\.(_?core\.numeric)\._frombuffer$/;

/** The array that a value is, whatever way NumPy, joblib or dill wrote it; null for anything else. */
export function arrayOf(value: PickleValue | undefined, home?: PickleHome): PickledArray | null {
  if (value === null || typeof value !== 'object') return null;
  const known = home?.arrays?.get(value);
  if (known) return known;
  if (value.kind === 'array') return joblibArray(value);
  return value.kind === 'object' ? arrayOfCall(value) : null;
}

function arrayOfCall(object: PickleObject): PickledArray | null {
  const callee = calleeName(object);
  return callee === undefined ? null : (makerOf(callee)?.(itemsOf(object.args) ?? [], object.state) ?? null);
}

/** How the array that a name makes is read; null for names that make none. Facts, leaves and keys ask at every object. */
const makerOf = oncePerText(
  (name: string): ((args: readonly PickleValue[], state: PickleValue | undefined) => PickledArray | null) | null => {
    if (RECONSTRUCT.test(name)) return (_, state) => fromState(itemsOf(state));
    if (SCALAR.test(name)) return scalar;
    if (FROM_BUFFER.test(name)) return fromBuffer;
    if (name === 'dill._dill._create_array')
      return ([made, , state]) => (RECONSTRUCT.test(globalName(made) ?? '') ? fromState(itemsOf(state)) : null);
    return null;
  },
);

/** `ndarray.__setstate__`: (version, shape, dtype, is_fortran, bytes or list). */
function fromState(state: readonly PickleValue[] | null): PickledArray | null {
  if (!state) return null;
  const [, shape, type, fortran, data] = state.length >= 5 ? state : [1, ...state];
  const dtype = dtypeOf(type);
  const sizes = sizesOf(shape);
  if (!dtype || !sizes || data === undefined) return null;
  return {
    dtype,
    shape: sizes,
    fortran: fortran === true || fortran === 1,
    data: hasObjects(dtype) ? null : data,
    items: itemsOf(data),
  };
}

/** `scalar(dtype, bytes)`. */
function scalar([type, data]: readonly PickleValue[]): PickledArray | null {
  const dtype = dtypeOf(type);
  return dtype && data !== undefined ? { dtype, shape: [], fortran: false, data, items: null } : null;
}

/** `_frombuffer(buffer, dtype, shape, order)` of protocol 5. */
function fromBuffer([data, type, shape, order]: readonly PickleValue[]): PickledArray | null {
  const dtype = dtypeOf(type);
  const sizes = sizesOf(shape);
  return dtype && sizes && data !== undefined
    ? { dtype, shape: sizes, fortran: textOf(order) === 'F', data, items: null }
    : null;
}

function joblibArray(array: PickleArray): PickledArray | null {
  const { state } = array.wrapper;
  const dtype = dtypeOf(entryOf(state, 'dtype'));
  const shape = sizesOf(entryOf(state, 'shape'));
  if (!dtype || !shape) return null;
  const content = array.content === undefined ? null : arrayOf(array.content);
  if (content) return content;
  return { dtype, shape, fortran: textOf(entryOf(state, 'order')) === 'F', data: array, items: null };
}

export function sizesOf(value: PickleValue | undefined): number[] | null {
  const sizes = itemsOf(value)?.map((size) => numberOf(size) ?? -1);
  return sizes?.every((size) => Number.isSafeInteger(size) && size >= 0) ? sizes : null;
}

/** The leaf of an array. Text in object arrays is read as text; other objects have no values. */
export function leafOf(name: string, array: PickledArray, home: PickleHome): Leaf {
  const strings = array.items && array.data === null ? stringsOf(array.items) : null;
  if (strings) return stringLeaf(name, array.shape, strings);
  if (array.data === null || hasObjects(array.dtype)) return objectLeaf(name, array.shape);
  return arrayLeaf(name, array.dtype, placeOf(array, home));
}

/** Strings of an object array where it holds nothing else. */
function stringsOf(items: readonly PickleValue[]): Uint8Array[] | null {
  if (items.length === 0) return null;
  const texts = items.map((item) => (typeof item === 'string' ? Buffer.from(item) : heldBytes(item)));
  return texts.every((text): text is Uint8Array => text !== null) ? texts : null;
}

const heldBytes = (value: PickleValue): Uint8Array | null =>
  value !== null && typeof value === 'object' && value.kind === 'bytes' ? value.held : null;

/** Where the values lie: in the file, in memory, or as Latin-1 text that protocols below 3 use for bytes. */
export function placeOf(array: PickledArray, home: PickleHome): ArrayPlace {
  const { shape, fortran, data, place } = array;
  if (place) return place;
  if (data !== null && typeof data === 'object') {
    if (data.kind === 'array') return bytesPlace(data.start, data.end - data.start, null, home, shape, fortran);
    if (data.kind === 'bytes') return bytesPlace(data.start, data.length, data.held, home, shape, fortran);
  }
  const bytes = dataBytes(data, home);
  if (bytes) return { source: bytes, start: 0, shape, fortran };
  throw new FormatError('unsupported', 'expected the bytes of an array, found another value');
}

/** Bytes are where the file has them unless they were escaped text; then only memory has them. */
function bytesPlace(
  start: number,
  length: number,
  held: Uint8Array | null,
  home: PickleHome,
  shape: readonly number[],
  fortran: boolean,
): ArrayPlace {
  if (held && start < 0) return { source: memorySource(held), start: 0, shape, fortran };
  return {
    source: subSource(home.source, 0, start + length),
    start,
    shape,
    fortran,
    ...(home.base !== undefined && { base: home.base }),
  };
}

/** Bytes of an array where they lie in the file or are held; null where the value is something else. */
function dataBytes(value: PickleValue | undefined, home: PickleHome): ByteSource | null {
  if (value !== null && typeof value === 'object' && value.kind === 'bytes') return bytesSource(home.source, value);
  const held = heldData(value);
  return held && memorySource(held);
}

/** Bytes in memory: of `bytearray(bytes)` and `bytes()` as protocols below 3 write them, and short bytes. */
function heldData(value: PickleValue | undefined): Uint8Array | null {
  if (typeof value === 'string') return Buffer.from(value, 'latin1');
  if (value === null || typeof value !== 'object') return null;
  if (value.kind === 'bytes') return value.held;
  const callee = (calleeName(value) ?? '').replace(/^__builtin__\./, 'builtins.');
  const args = itemsOf((value as PickleObject).args) ?? [];
  if (args.length === 0)
    return callee === 'builtins.bytes' || callee === 'builtins.bytearray' ? new Uint8Array(0) : null;
  return callee === 'builtins.bytearray' ? heldData(args[0]) : null;
}

/** Value of a scalar whose bytes are held: numbers and truth values. Undefined for everything else. */
export function scalarValue({ dtype, shape, data }: PickledArray): number | bigint | boolean | undefined {
  const held = shape.length > 0 || (typeof data === 'object' && data?.kind === 'array') ? null : heldData(data);
  if (!held) return undefined;
  const bytes = Buffer.from(held);
  if (dtype.byteOrder === 'big') bytes.reverse();
  const size = bytes.length;
  if (size !== dtype.itemSize || size === 0 || size > 8) return undefined;
  if (dtype.kind === 'b') return bytes[0] !== 0;
  if (dtype.kind === 'f') return size === 8 ? bytes.readDoubleLE() : size === 4 ? bytes.readFloatLE() : undefined;
  if (dtype.kind !== 'i' && dtype.kind !== 'u') return undefined;
  if (size < 8) return dtype.kind === 'i' ? bytes.readIntLE(0, size) : bytes.readUIntLE(0, size);
  const value = dtype.kind === 'i' ? bytes.readBigInt64LE() : bytes.readBigUInt64LE();
  return Number.isSafeInteger(Number(value)) ? Number(value) : value;
}
