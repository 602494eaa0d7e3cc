import { once } from '../bytes/once.js';

const POLYNOMIAL = 0x82f63b78;

const crcTable = once(() =>
  Uint32Array.from({ length: 256 }, (_, index) => {
    let value = index;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ POLYNOMIAL : value >>> 1;
    return value >>> 0;
  }),
);

/** CRC-32C (Castagnoli), continued from `crc`. */
export function crc32c(bytes: Uint8Array, crc = 0): number {
  const table = crcTable();
  let value = ~crc >>> 0;
  for (let i = 0; i < bytes.length; i++)
    value = (table[(value ^ (bytes[i] as number)) & 0xff] as number) ^ (value >>> 8);
  return ~value >>> 0;
}

/** LevelDB and TensorFlow store a masked CRC, so that a CRC of data that hold CRCs is no special case. */
export const maskCrc32c = (crc: number): number => (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
