import { FormatError } from '../bytes/format-error.js';

/** Elements of a chunk of a tensor as numbers; integers of 64 bits as BigInt. */
export type Numbers = Float64Array | Float32Array | BigInt64Array | BigUint64Array;

/** How the values of one dtype, C-order little-endian, are read as numbers. */
export interface NumberReader {
  /** Numbers in one element: 2 for complex ones. */
  parts: number;
  /** Bits of one number. */
  bits: number;
  read(bytes: Uint8Array): Numbers;
}

const view = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** The bytes where a typed array of `size`-byte items may lie: themselves where they are aligned, else a copy. */
const aligned = (bytes: Uint8Array, size: number): Uint8Array =>
  bytes.byteOffset % size === 0 ? bytes : new Uint8Array(bytes);

const each =
  (size: number, read: (from: DataView, at: number) => number) =>
  (bytes: Uint8Array): Float64Array => {
    const from = view(bytes);
    const numbers = new Float64Array(bytes.length / size);
    for (let i = 0; i < numbers.length; i++) numbers[i] = read(from, i * size);
    return numbers;
  };

const float32 = (bytes: Uint8Array): Float32Array => {
  const at = aligned(bytes, 4);
  return new Float32Array(at.buffer, at.byteOffset, at.byteLength / 4);
};
const float64 = (bytes: Uint8Array): Float64Array => {
  const at = aligned(bytes, 8);
  return new Float64Array(at.buffer, at.byteOffset, at.byteLength / 8);
};

/** What a float of few bits means, for each of its patterns. `bias`, special values: IEEE 754 or the OCP 8-bit and microscaling formats. */
interface SmallFloat {
  bits: number;
  exponentBits: number;
  bias: number;
  /** `ieee`: the highest exponent holds infinities and NaN · `nan`: all bits set is NaN · `negative-zero`: only the pattern of −0 is NaN · `none` */
  special: 'ieee' | 'nan' | 'negative-zero' | 'none';
}

/** Value of each bit pattern of a small float. */
function tableOf({ bits, exponentBits, bias, special }: SmallFloat): Float32Array {
  const mantissaBits = bits - 1 - exponentBits;
  const [magnitudes, mantissas] = [1 << (bits - 1), 1 << mantissaBits];
  const table = new Float32Array(1 << bits);
  for (let pattern = 0; pattern < table.length; pattern++) {
    const magnitude = pattern % magnitudes;
    const exponent = magnitude >> mantissaBits;
    const mantissa = magnitude % mantissas;
    const negative = pattern >= magnitudes;
    let value =
      exponent === 0 ? (mantissa / mantissas) * 2 ** (1 - bias) : (1 + mantissa / mantissas) * 2 ** (exponent - bias);
    if (special === 'ieee' && exponent === (1 << exponentBits) - 1)
      value = mantissa === 0 ? Number.POSITIVE_INFINITY : Number.NaN;
    if (special === 'nan' && magnitude === magnitudes - 1) value = Number.NaN;
    if (special === 'negative-zero' && magnitude === 0 && negative) value = Number.NaN;
    table[pattern] = negative ? -value : value;
  }
  return table;
}

/** Reads patterns of at most 16 bits by their table, which is made when it is first needed. */
function byTable(bits: number, table: () => Float32Array): NumberReader {
  let made: Float32Array | undefined;
  const numberOf = (pattern: number): number => {
    made ??= table();
    return made[pattern] as number;
  };
  if (bits === 16) return { parts: 1, bits, read: each(2, (from, at) => numberOf(from.getUint16(at, true))) };
  if (bits === 8) return { parts: 1, bits, read: each(1, (from, at) => numberOf(from.getUint8(at))) };
  return { parts: 1, bits, read: packed(bits, numberOf) };
}

/** Numbers of less than a byte, the first one in the lowest bits. */
const packed =
  (bits: number, numberOf: (pattern: number) => number) =>
  (bytes: Uint8Array): Float64Array => {
    const numbers = new Float64Array(Math.floor((bytes.length * 8) / bits));
    for (let i = 0; i < numbers.length; i++) {
      const bit = i * bits;
      const two = (bytes[bit >> 3] as number) | ((bytes[(bit >> 3) + 1] ?? 0) << 8);
      numbers[i] = numberOf((two >> (bit & 7)) & ((1 << bits) - 1));
    }
    return numbers;
  };

const smallFloat = (bits: number, exponentBits: number, bias: number, special: SmallFloat['special']): NumberReader =>
  byTable(bits, () => tableOf({ bits, exponentBits, bias, special }));

/** bfloat16 is the upper half of a float32. */
function bfloat16(bytes: Uint8Array): Float32Array {
  const from = view(bytes);
  const upper = new Uint32Array(bytes.length / 2);
  for (let i = 0; i < upper.length; i++) upper[i] = from.getUint16(i * 2, true) << 16;
  return new Float32Array(upper.buffer);
}

const signed =
  (bits: number) =>
  (pattern: number): number =>
    pattern >= 1 << (bits - 1) ? pattern - (1 << bits) : pattern;

const READERS: Readonly<Record<string, NumberReader>> = {
  bool: { parts: 1, bits: 8, read: each(1, (from, at) => from.getUint8(at)) },
  int2: { parts: 1, bits: 8, read: each(1, (from, at) => signed(2)(from.getUint8(at) & 3)) },
  int4: { parts: 1, bits: 8, read: each(1, (from, at) => signed(4)(from.getUint8(at) & 15)) },
  int8: { parts: 1, bits: 8, read: each(1, (from, at) => from.getInt8(at)) },
  int16: { parts: 1, bits: 16, read: each(2, (from, at) => from.getInt16(at, true)) },
  int32: { parts: 1, bits: 32, read: each(4, (from, at) => from.getInt32(at, true)) },
  int64: {
    parts: 1,
    bits: 64,
    read: (bytes) => {
      const at = aligned(bytes, 8);
      return new BigInt64Array(at.buffer, at.byteOffset, at.byteLength / 8);
    },
  },
  uint2: { parts: 1, bits: 8, read: each(1, (from, at) => from.getUint8(at) & 3) },
  uint4: { parts: 1, bits: 8, read: each(1, (from, at) => from.getUint8(at) & 15) },
  uint8: { parts: 1, bits: 8, read: each(1, (from, at) => from.getUint8(at)) },
  uint16: { parts: 1, bits: 16, read: each(2, (from, at) => from.getUint16(at, true)) },
  uint32: { parts: 1, bits: 32, read: each(4, (from, at) => from.getUint32(at, true)) },
  uint64: {
    parts: 1,
    bits: 64,
    read: (bytes) => {
      const at = aligned(bytes, 8);
      return new BigUint64Array(at.buffer, at.byteOffset, at.byteLength / 8);
    },
  },
  float4_e2m1fn: smallFloat(4, 2, 1, 'none'),
  float6_e2m3fn: smallFloat(6, 2, 1, 'none'),
  float6_e3m2fn: smallFloat(6, 3, 3, 'none'),
  float8_e4m3fn: smallFloat(8, 4, 7, 'nan'),
  float8_e4m3fnuz: smallFloat(8, 4, 8, 'negative-zero'),
  float8_e5m2: smallFloat(8, 5, 15, 'ieee'),
  float8_e5m2fnuz: smallFloat(8, 5, 16, 'negative-zero'),
  // A scale: an exponent alone, without sign; all bits set is NaN (OCP Microscaling Formats 1.0, section 5.4).
  float8_e8m0fnu: byTable(8, () =>
    Float32Array.from({ length: 256 }, (_, e) => (e === 255 ? Number.NaN : 2 ** (e - 127))),
  ),
  float16: smallFloat(16, 5, 15, 'ieee'),
  bfloat16: { parts: 1, bits: 16, read: bfloat16 },
  float32: { parts: 1, bits: 32, read: float32 },
  float64: { parts: 1, bits: 64, read: float64 },
  complex64: { parts: 2, bits: 32, read: float32 },
  complex128: { parts: 2, bits: 64, read: float64 },
};

/** How the values of a dtype are read as numbers; null for strings, structures, objects and block-quantized values. */
export const numberReader = (dtype: string): NumberReader | null =>
  Object.hasOwn(READERS, dtype) ? (READERS[dtype] as NumberReader) : null;

/** Numbers as the values of a dtype, C-order little-endian: what `numberReader` reads back. Complex ones are given part by part. */
export function writeNumbers(dtype: string, numbers: readonly (number | bigint)[]): Uint8Array | null {
  const reader = numberReader(dtype);
  if (!reader) return null;
  const bytes = new Uint8Array(Math.ceil((numbers.length * reader.bits) / 8));
  const write = writerOf(dtype, reader, view(bytes));
  for (let i = 0; i < numbers.length; i++) write(i, numbers[i] as number | bigint);
  return bytes;
}

type Writer = (index: number, value: number | bigint) => void;

function writerOf(dtype: string, reader: NumberReader, to: DataView): Writer {
  if (dtype === 'int64' || dtype === 'uint64')
    return (i, value) => to.setBigUint64(i * 8, BigInt.asUintN(64, BigInt(value)), true);
  if (dtype === 'float64' || dtype === 'complex128') return (i, value) => to.setFloat64(i * 8, Number(value), true);
  if (dtype === 'float32' || dtype === 'complex64') return (i, value) => to.setFloat32(i * 4, Number(value), true);
  if (dtype === 'bfloat16')
    return (i, value) => {
      const single = new DataView(new ArrayBuffer(4));
      single.setFloat32(0, Number(value));
      // Values of this dtype are whole in the upper half; NaN keeps the bit that makes it one.
      to.setUint16(i * 2, single.getUint16(0), true);
    };
  if (reader.bits === 32) return (i, value) => to.setUint32(i * 4, Number(value) >>> 0, true);
  return patternWriter(dtype, reader, to);
}

const patternsOf = new Map<string, ReadonlyMap<number | string, number>>();
/** Text holds the shortest decimal of a float32, which every value of few bits is. */
const patternKey = (value: number): number | string => (Object.is(value, -0) ? '-0' : Math.fround(value));

/** The pattern of each of the at most 65,536 values that a dtype has. */
function patternsFor(dtype: string, { bits, read }: NumberReader): ReadonlyMap<number | string, number> {
  const known = patternsOf.get(dtype);
  if (known) return known;
  const every = bits === 16 ? Uint16Array.from({ length: 1 << 16 }, (_, i) => i) : null;
  const values = every
    ? read(new Uint8Array(every.buffer))
    : Array.from({ length: 1 << bits }, (_, pattern) => read(Uint8Array.of(pattern))[0] as number);
  const patterns = new Map<number | string, number>();
  for (let pattern = (1 << bits) - 1; pattern >= 0; pattern--)
    patterns.set(patternKey(Number(values[pattern])), pattern);
  patternsOf.set(dtype, patterns);
  return patterns;
}

function patternWriter(dtype: string, reader: NumberReader, to: DataView): Writer {
  const { bits } = reader;
  const patterns = patternsFor(dtype, reader);
  return (i, value) => {
    const pattern = patterns.get(patternKey(Number(value)));
    if (pattern === undefined)
      throw new FormatError('invalid-structure', `expected a value of ${dtype}, found ${value}`);
    if (bits === 16) to.setUint16(i * 2, pattern, true);
    else if (bits === 8) to.setUint8(i, pattern);
    else {
      const [byte, shift] = [(i * bits) >> 3, (i * bits) & 7];
      const two = pattern << shift;
      to.setUint8(byte, to.getUint8(byte) | (two & 0xff));
      if (two > 0xff) to.setUint8(byte + 1, to.getUint8(byte + 1) | (two >> 8));
    }
  };
}
