import { Cursor } from '../bytes/cursor.js';
import { FormatError } from '../bytes/format-error.js';

/*
 * Scale-offset filter (H5Zscaleoffset.c). Filter values: kind of scaling, decimal places, elements, class (0 integer,
 * 1 floating point), item size, sign, byte order (1 big), whether a fill value follows, its words.
 * Chunk: bits per element u32, size of the minimum u8, minimum of 8 bytes, 8 reserved, then the elements less the
 * minimum, packed from the most significant bit on. All ones stand for the fill value.
 */
const DATA_AT = 21;
const FLOAT_DECIMAL = 0;
const INTEGER = 2;

/** Undoes the filter for one chunk, which may yield `most` bytes; `values` are those of the filter's description. */
export function decodeScaleOffset(bytes: Uint8Array, values: readonly number[], most: number): Uint8Array {
  const [kind = 0, decimals = 0, count = 0, dtypeClass = 0, itemBytes = 0, , order = 0, hasFill = 0] = values;
  if ((kind !== FLOAT_DECIMAL || dtypeClass !== 1) && (kind !== INTEGER || dtypeClass !== 0))
    throw new FormatError('unsupported', `expected scale-offset of integers or decimals, found kind ${kind}`);
  if (![1, 2, 4, 8].includes(itemBytes) || (dtypeClass === 1 && itemBytes < 4))
    throw new FormatError('invalid-structure', `expected items of 1, 2, 4 or 8 bytes, found ${itemBytes}`);
  if (count * itemBytes > most)
    throw new FormatError('invalid-structure', `expected at most ${most} bytes of items, found ${count * itemBytes}`);
  const header = new Cursor(bytes);
  const bits = header.u32();
  header.skip(1);
  const minimum = header.take(8);
  if (bits > itemBytes * 8)
    throw new FormatError('invalid-structure', `expected at most ${itemBytes * 8} bits an item, found ${bits}`);
  const needed = DATA_AT + Math.ceil((count * bits) / 8);
  if (bytes.length < needed)
    throw new FormatError('truncated', `expected ${needed} bytes of packed items, found ${bytes.length}`);
  const isWhole = bits === itemBytes * 8;
  if (isWhole) return inOrder(bytes.slice(DATA_AT, DATA_AT + count * itemBytes), itemBytes, order);
  const output = Buffer.alloc(count * itemBytes);
  const fill = hasFill ? fillOf(values.slice(8), itemBytes) : null;
  const ones = (1n << BigInt(bits)) - 1n;
  const write = dtypeClass === 0 ? integerWriter(minimum, itemBytes) : decimalWriter(minimum, itemBytes, decimals);
  const reader = new BitReader(bytes.subarray(DATA_AT));
  for (let i = 0; i < count; i++) {
    const packed = reader.take(bits);
    if (fill && packed === ones) output.set(fill, i * itemBytes);
    else write(output, i * itemBytes, packed);
  }
  return inOrder(output, itemBytes, order);
}

type Write = (output: Buffer, at: number, packed: bigint) => void;

/** Sums wrap like those of C. */
function integerWriter(minimum: Uint8Array, itemBytes: number): Write {
  const least = new DataView(minimum.buffer, minimum.byteOffset, 8).getBigUint64(0, true);
  return (output, at, packed) => {
    const sum = Buffer.alloc(8);
    sum.writeBigUInt64LE(BigInt.asUintN(64, least + packed));
    output.set(sum.subarray(0, itemBytes), at);
  };
}

/** Every step rounds to the type of the items, as the library computes. */
function decimalWriter(minimum: Uint8Array, itemBytes: number, decimals: number): Write {
  const view = new DataView(minimum.buffer, minimum.byteOffset, 8);
  const scale = 10 ** (decimals | 0);
  if (itemBytes === 8) {
    const least = view.getFloat64(0, true);
    return (output, at, packed) => output.writeDoubleLE(Number(BigInt.asIntN(64, packed)) / scale + least, at);
  }
  const least = view.getFloat32(0, true);
  return (output, at, packed) =>
    output.writeFloatLE(Math.fround(Math.fround(Number(packed)) / Math.fround(scale)) + least, at);
}

function fillOf(words: readonly number[], itemBytes: number): Uint8Array {
  const bytes = Buffer.alloc(8);
  for (const [i, word] of words.slice(0, 2).entries()) bytes.writeUInt32LE(word >>> 0, i * 4);
  return bytes.subarray(0, itemBytes);
}

function inOrder(bytes: Uint8Array, itemBytes: number, order: number): Uint8Array {
  if (order === 1 && itemBytes > 1)
    for (let at = 0; at < bytes.length; at += itemBytes) bytes.subarray(at, at + itemBytes).reverse();
  return bytes;
}

/** Bits from the most significant one of each byte on. */
class BitReader {
  #at = 0;
  constructor(readonly bytes: Uint8Array) {}

  take(count: number): bigint {
    let value = 0n;
    for (let left = count; left > 0; ) {
      const inByte = 8 - (this.#at & 7);
      const taken = Math.min(left, inByte);
      const byte = this.bytes[this.#at >> 3] as number;
      value = (value << BigInt(taken)) | BigInt((byte >> (inByte - taken)) & ((1 << taken) - 1));
      this.#at += taken;
      left -= taken;
    }
    return value;
  }
}
