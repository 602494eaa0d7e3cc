import { ITEM_BITS } from './dtypes.js';

/** Storage class → dtype of its items; quantized storages hold the integers that represent the values. */
const BY_STORAGE: Readonly<Record<string, string>> = {
  DoubleStorage: 'float64',
  FloatStorage: 'float32',
  HalfStorage: 'float16',
  BFloat16Storage: 'bfloat16',
  LongStorage: 'int64',
  IntStorage: 'int32',
  ShortStorage: 'int16',
  CharStorage: 'int8',
  ByteStorage: 'uint8',
  BoolStorage: 'bool',
  ComplexDoubleStorage: 'complex128',
  ComplexFloatStorage: 'complex64',
  QInt8Storage: 'int8',
  QUInt8Storage: 'uint8',
  QInt32Storage: 'int32',
  QUInt4x2Storage: 'quint4x2',
  QUInt2x4Storage: 'quint2x4',
  UntypedStorage: 'uint8',
};

/** Bytes of dtypes that only torch has. Its 1 to 7 bit integers take a byte each. */
const TORCH_BYTES: Readonly<Record<string, number>> = {
  complex32: 4,
  quint4x2: 1,
  quint2x4: 1,
  float4_e2m1fn_x2: 1,
  bits8: 1,
  bits16: 2,
  bits1x8: 1,
  bits2x4: 1,
  bits4x2: 1,
};

const QUANTIZED: Readonly<Record<string, string>> = { qint8: 'int8', quint8: 'uint8', qint32: 'int32' };

/** dtype of a storage class by qualified name, on any device: `torch.cuda.HalfStorage`. Undefined for other names. */
export function storageDtype(name: string): string | undefined {
  if (!/^torch\.(cuda\.|storage\.|sparse\.)?\w+$/.test(name)) return undefined;
  return BY_STORAGE[name.slice(name.lastIndexOf('.') + 1)];
}

/** dtype of the old tensor class `torch.FloatTensor` and its kin. */
export const tensorClassDtype = (name: string): string | undefined => storageDtype(name.replace(/Tensor$/, 'Storage'));

/** dtype of a global such as `torch.float8_e4m3fn`. */
export function dtypeOfGlobal(name: string | undefined): string | undefined {
  const match = /^torch\.(\w+)$/.exec(name ?? '');
  if (!match) return undefined;
  const dtype = QUANTIZED[match[1] as string] ?? (match[1] as string);
  return itemBytesOf(dtype) === undefined ? undefined : dtype;
}

/** Bytes of one item; undefined for unknown dtypes. */
export function itemBytesOf(dtype: string): number | undefined {
  if (Object.hasOwn(TORCH_BYTES, dtype)) return TORCH_BYTES[dtype];
  if (/^u?int[1-7]$/.test(dtype)) return 1;
  const bits = Object.hasOwn(ITEM_BITS, dtype) ? (ITEM_BITS[dtype] as number) : 0;
  return bits % 8 === 0 && bits > 0 ? bits / 8 : undefined;
}
