import { oncePer } from '../bytes/once-per.js';
import {
  calleeName,
  entryOf,
  globalName,
  itemsOf,
  numberOf,
  type PickleObject,
  type PickleValue,
  textOf,
} from './pickle-value.js';

/** A NumPy dtype as far as bytes need it. */
export interface NumpyDtype {
  /** NumPy's kind letter: b i u f c, S U bytes and text, V void or structured, O object, M m times. */
  kind: string;
  /** Bytes of one item; of a pointer for objects, which is never used. */
  itemSize: number;
  byteOrder: 'little' | 'big';
  /** Members of a structured dtype, with the offset of each in the item. */
  fields?: readonly NumpyField[];
  /** Shape of a subarray that one item is. */
  subshape?: readonly number[];
  /** As NumPy spells it: `<f8`, `|O`. */
  descr: string;
}

export interface NumpyField {
  name: string;
  dtype: NumpyDtype;
  offset: number;
}

const PLAIN = /^([<>|=])?(?:([biufcSUVOaMm?])(\d+)?(\[[^\]]*\])?|(bool))$/;
/** ml_dtypes register names, not type strings. */
const NAMED: Readonly<Record<string, number>> = {
  bfloat16: 2,
  float8_e4m3fn: 1,
  float8_e5m2: 1,
  float8_e4m3fnuz: 1,
  float8_e5m2fnuz: 1,
  float8_e8m0fnu: 1,
  int4: 1,
  uint4: 1,
};

/** Names that NumPy takes for Python objects. */
const OBJECTS = new Set(['object', 'object_', 'object0', 'Object0', 'object8']);

/** Parses a type string such as `<f8`, `|O`, `<M8[ns]`; null where it is none. */
export function parseTypeString(text: string): NumpyDtype | null {
  if (Object.hasOwn(NAMED, text))
    return { kind: text, itemSize: NAMED[text] as number, byteOrder: 'little', descr: text };
  if (OBJECTS.has(text)) return { kind: 'O', itemSize: 8, byteOrder: 'little', descr: text };
  const match = PLAIN.exec(text);
  if (!match) return null;
  const letter = match[5] !== undefined ? 'b' : (match[2] as string);
  const kind = letter === '?' ? 'b' : letter === 'a' ? 'S' : letter;
  const declared = match[3] === undefined ? null : Number(match[3]);
  const count = declared ?? DEFAULT_SIZES[kind] ?? 0;
  if (!Number.isSafeInteger(count)) return null;
  const itemSize = kind === 'U' ? count * 4 : kind === 'O' ? 8 : count;
  return { kind, itemSize, byteOrder: match[1] === '>' ? 'big' : 'little', descr: text };
}

const DEFAULT_SIZES: Readonly<Record<string, number>> = {
  b: 1,
  i: 8,
  u: 8,
  f: 8,
  c: 16,
  S: 0,
  U: 0,
  V: 0,
  O: 8,
  M: 8,
  m: 8,
};

/** True where items hold Python objects, directly or in a field. */
export const hasObjects = (dtype: NumpyDtype): boolean =>
  dtype.kind === 'O' || (dtype.fields !== undefined && someHasObjects(dtype.fields));
/** Asked once, since fields share their types: a hostile type has as many ways through it as there are numbers. */
const someHasObjects = oncePer((fields: readonly NumpyField[]) => fields.some(({ dtype }) => hasObjects(dtype)));

/**
 * The dtype that a pickled `numpy.dtype` object describes: `dtype('f8', False, True)` and a state of
 * (version, byte order, subarray, names, fields, item size, alignment, …). Null where it is something else.
 */
export function dtypeOf(value: PickleValue | undefined, depth = 0): NumpyDtype | null {
  if (depth > 16) return null;
  const name = globalName(value);
  if (name !== undefined) return dtypeOfClass(name);
  const callee = calleeName(value);
  if (callee === undefined) return null;
  if (/^numpy\.dtypes\.\w+$/.test(callee)) return dtypeOfClass(callee);
  return callee === 'numpy.dtype' ? dtypeOfCall(value as PickleObject, depth) : null;
}

/** Asked once, since the arrays of a file share their types. */
const dtypeOfCall = oncePer(({ args, state }: PickleObject, depth: number): NumpyDtype | null => {
  const [code] = itemsOf(args) ?? [];
  const scalar = globalName(code);
  const plain = scalar !== undefined ? dtypeOfClass(scalar) : parseTypeString(textOf(code) ?? '');
  return plain && withState(plain, itemsOf(state), depth);
});

/** `numpy.float64`, `numpy.dtypes.Float64DType`, `ml_dtypes.bfloat16`. */
function dtypeOfClass(name: string): NumpyDtype | null {
  const last = name.slice(name.lastIndexOf('.') + 1).replace(/DType$/, '');
  const match = /^(bool|int|uint|float|complex)_?(\d+)?$/i.exec(last);
  if (Object.hasOwn(NAMED, last)) return parseTypeString(last);
  if (!/^(numpy|ml_dtypes|builtins|__builtin__)\./.test(name) || !match) return null;
  const family = (match[1] as string).toLowerCase();
  const bytes = match[2] === undefined ? undefined : Number(match[2]) / 8;
  return parseTypeString(family === 'bool' ? '|b1' : `<${family[0]}${bytes ?? ''}`);
}

function withState(plain: NumpyDtype, state: readonly PickleValue[] | null, depth: number): NumpyDtype | null {
  if (!state) return plain;
  const [, order, subarray, names, fields, size] = state;
  const byteOrder = textOf(order) === '>' ? 'big' : 'little';
  const itemSize =
    plain.kind === 'U' || plain.kind === 'S' || plain.kind === 'V' ? (numberOf(size) ?? -1) : plain.itemSize;
  const sized = itemSize >= 0 ? itemSize : plain.itemSize;
  const dtype: NumpyDtype = { ...plain, byteOrder, itemSize: sized };
  const parts = itemsOf(subarray);
  if (parts) return withSubarray(dtype, parts, depth);
  const fieldNames = itemsOf(names);
  if (!fieldNames) return dtype;
  const list: NumpyField[] = [];
  for (const item of fieldNames) {
    const fieldName = textOf(item) ?? '';
    const [type, offset] = itemsOf(entryOf(fields, fieldName)) ?? [];
    const inner = dtypeOf(type, depth + 1);
    const at = numberOf(offset);
    if (!inner || at === undefined) return null;
    list.push({ name: fieldName, dtype: inner, offset: at });
  }
  return { ...dtype, fields: list };
}

function withSubarray(dtype: NumpyDtype, [inner, shape]: readonly PickleValue[], depth: number): NumpyDtype | null {
  const item = dtypeOf(inner, depth + 1);
  const dimensions = (itemsOf(shape) ?? [shape ?? null]).map((dimension) => numberOf(dimension) ?? -1);
  if (!item || dimensions.some((dimension) => !Number.isSafeInteger(dimension) || dimension < 0)) return null;
  return {
    ...item,
    subshape: dimensions,
    itemSize: dimensions.reduce((product, dimension) => product * dimension, item.itemSize),
    descr: dtype.descr,
  };
}
