import type { Json } from '../containers/json-document.js';
import { ITEM_BITS } from './dtypes.js';

const SPECIAL: Readonly<Record<string, number>> = { NaN: Number.NaN, Infinity, '-Infinity': -Infinity };

/** Bytes of a fill value, little-endian; null where its spelling has no known bytes. Absent is zero. */
export function zarrFill(value: Json | undefined, dtype: string): Uint8Array | null {
  const bytes = new Uint8Array((ITEM_BITS[dtype] ?? 8) / 8);
  if (value === null || value === undefined || value === 0 || value === false) return bytes;
  if (dtype.startsWith('complex')) {
    const half = dtype === 'complex64' ? 'float32' : 'float64';
    const parts = Array.isArray(value) && value.length === 2 ? value.map((part) => zarrFill(part, half)) : [];
    return parts[0] && parts[1] ? Buffer.concat([parts[0], parts[1]]) : null;
  }
  // Bits as they are, most significant first.
  if (typeof value === 'string' && /^0x[0-9a-f]+$/i.test(value) && value.length === 2 + 2 * bytes.length)
    return Buffer.from(value.slice(2), 'hex').reverse();
  const number = typeof value === 'string' ? SPECIAL[value] : typeof value === 'boolean' ? Number(value) : value;
  if (typeof number !== 'number') return null;
  const view = new DataView(bytes.buffer);
  switch (dtype) {
    case 'float64':
      view.setFloat64(0, number, true);
      return bytes;
    case 'float32':
      view.setFloat32(0, number, true);
      return bytes;
    case 'bool':
    case 'int8':
    case 'uint8':
    case 'int16':
    case 'uint16':
    case 'int32':
    case 'uint32':
    case 'int64':
    case 'uint64':
      if (!Number.isSafeInteger(number)) return null;
      for (let i = 0, rest = BigInt.asUintN(64, BigInt(number)); i < bytes.length; i++, rest >>= 8n)
        bytes[i] = Number(rest & 0xffn);
      return bytes;
    default:
      return null;
  }
}
