import { FormatError } from '../bytes/format-error.js';
import { isObject, type Json } from '../containers/json-document.js';
import { elementCount } from './dtypes.js';
import type { TensorInfo } from './format.js';
import type { Leaf } from './numpy-leaf.js';
import { isContiguous, readStrided } from './strided-values.js';
import { itemBytesOf } from './torch-dtypes.js';
import type { StoragePlace } from './torch-storage.js';

/** `ScalarType` of torch's export schema. */
const SCALAR_TYPES: Readonly<Record<number, string>> = {
  1: 'uint8',
  2: 'int8',
  3: 'int16',
  4: 'int32',
  5: 'int64',
  6: 'float16',
  7: 'float32',
  8: 'float64',
  9: 'complex32',
  10: 'complex64',
  11: 'complex128',
  12: 'bool',
  13: 'bfloat16',
  28: 'uint16',
  29: 'float8_e4m3fn',
  30: 'float8_e5m2',
  31: 'float8_e4m3fnuz',
  32: 'float8_e5m2fnuz',
};

/** A tensor of an exported program: raw bytes of its storage, described by JSON. Throws `invalid-structure`. */
export function exportedLeaf(name: string, entry: Json, place: StoragePlace | undefined, bigEndian: boolean): Leaf {
  const meta = isObject(entry) && isObject(entry['tensor_meta']) ? entry['tensor_meta'] : {};
  const dtype = SCALAR_TYPES[Number(meta['dtype'])];
  const itemBytes = dtype === undefined ? undefined : itemBytesOf(dtype);
  const shape = integers(meta['sizes']);
  const strides = integers(meta['strides']);
  const [offset] = integers([meta['storage_offset'] ?? 0]) ?? [0];
  if (
    dtype === undefined ||
    itemBytes === undefined ||
    !shape ||
    !strides ||
    shape.length !== strides.length ||
    offset === undefined
  ) {
    throw new FormatError('invalid-structure', `expected dtype, sizes and strides of "${name}", found other values`);
  }
  const info: TensorInfo = { name, dtype, shape, byteLength: elementCount(shape) * itemBytes };
  if (!place) return { info };
  const reach = shape.includes(0)
    ? 0
    : shape.reduce((last, size, i) => last + (size - 1) * (strides[i] as number), offset) + 1;
  if (reach * itemBytes > place.length)
    throw new FormatError(
      'invalid-structure',
      `expected ${reach * itemBytes} bytes of "${name}", found ${place.length}`,
      (place.base ?? 0) + place.start,
    );
  const swapBytes = !bigEndian ? 1 : dtype.startsWith('complex') ? itemBytes / 2 : itemBytes;
  const items = {
    source: place.source,
    start: place.start + offset * itemBytes,
    itemBytes,
    shape,
    strides: strides.map((stride) => stride * itemBytes),
    swapBytes,
  };
  if (!isContiguous(items)) info.strides = strides;
  else if (place.base !== undefined && info.byteLength > 0)
    Object.assign(info, {
      offset: place.base + items.start,
      ...(itemBytes > 1 && { byteOrder: bigEndian ? 'big' : 'little' }),
    });
  return { info, values: () => readStrided(items) };
}

/** `[{"as_int": 3}, …]`; null where an item is symbolic or no size. */
function integers(value: Json | undefined): number[] | null {
  if (!Array.isArray(value)) return null;
  const numbers = value.map((item) => (isObject(item) ? item['as_int'] : item));
  return numbers.every((item): item is number => typeof item === 'number' && Number.isSafeInteger(item) && item >= 0)
    ? numbers
    : null;
}
