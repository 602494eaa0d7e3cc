import type { Datatype } from './hdf5-datatype.js';
import type { GlobalHeap } from './hdf5-heaps.js';
import { isBoolean, readVarying, stripPadding } from './hdf5-values.js';

/** How elements of a datatype become canonical values: C order, little-endian, strings with a length before them. */
export interface ElementCodec {
  /** Name of the logical type; `object` where values have no canonical form. */
  dtype: string;
  /** Dimensions inside one element. */
  inner: number[];
  /** Bytes of one element as stored. */
  size: number;
  /** Bytes of one element as canonical value; null where it varies. */
  canonicalSize: number | null;
  /** Whether stored bytes are canonical as they are. */
  isPlain: boolean;
  /** Whether values are only some bits of what is stored. */
  isNarrow?: true;
  bigEndian: boolean;
  /** Canonical bytes of whole stored elements; null where there is no canonical form. Changes `stored` in place where it can. */
  encode: ((stored: Uint8Array, heap: GlobalHeap) => Uint8Array | Promise<Uint8Array>) | null;
}

/** How elements of a datatype are read. */
export function codecOf(type: Datatype): ElementCodec {
  switch (type.class) {
    case 'integer': {
      const whole = number(
        type.size,
        `${type.signed ? 'int' : 'uint'}${type.size * 8}`,
        [1, 2, 4, 8].includes(type.size),
        type.bigEndian,
      );
      return type.bits < type.size * 8 && type.bits > 0 ? narrow(whole, type) : whole;
    }
    case 'bits':
      return number(type.size, `uint${type.size * 8}`, [1, 2, 4, 8].includes(type.size), type.bigEndian);
    case 'float':
      return number(type.size, floatName(type), true, type.bigEndian);
    case 'string':
      return strings(type.size, (element) => stripPadding(element, type.padding));
    case 'varying-string':
      return strings(type.size, async (element, heap) =>
        stripPadding((await readVarying(element, heap)) ?? new Uint8Array(0), 'null-terminated'),
      );
    case 'enumeration': {
      const codec = codecOf(type.of);
      return isBoolean(type) ? { ...codec, dtype: 'bool' } : codec;
    }
    case 'array': {
      const codec = codecOf(type.of);
      const count = type.shape.reduce((product, size) => product * size, 1);
      const canonicalSize = codec.canonicalSize === null ? null : codec.canonicalSize * count;
      return { ...codec, inner: [...type.shape, ...codec.inner], size: type.size, canonicalSize };
    }
    case 'complex':
      return complex(type.of, type.size) ?? opaque('structured', type.size);
    case 'compound': {
      const [real, imaginary] = type.members;
      const names = type.members.map(({ name }) => name).join();
      if (real && imaginary && ['r,i', 'real,imag', 're,im'].includes(names) && imaginary.offset === real.type.size)
        return complex(real.type, type.size) ?? opaque('structured', type.size);
      return holdsPointers(type) ? none(type.size) : opaque('structured', type.size);
    }
    case 'opaque':
    case 'time':
      return opaque('structured', type.size);
    case 'reference':
    case 'sequence':
      return none(type.size);
  }
}

/** Integers that use only some bits of their bytes; the others say nothing. */
function narrow(whole: ElementCodec, type: Extract<Datatype, { class: 'integer' }>): ElementCodec {
  const { size, bits, offset, signed, bigEndian } = type;
  const encode = (stored: Uint8Array): Uint8Array => {
    const little = bigEndian ? reverseItems(stored, size) : Uint8Array.from(stored);
    for (let at = 0; at + size <= little.length; at += size) {
      let value = 0n;
      for (let i = size - 1; i >= 0; i--) value = (value << 8n) | BigInt(little[at + i] as number);
      value >>= BigInt(offset);
      value = signed ? BigInt.asIntN(bits, value) : BigInt.asUintN(bits, value);
      for (let i = 0; i < size; i++, value >>= 8n) little[at + i] = Number(value & 0xffn);
    }
    return little;
  };
  return { ...whole, isPlain: false, isNarrow: true, encode };
}

function number(size: number, dtype: string, isKnown: boolean, bigEndian: boolean): ElementCodec {
  const isPlain = !bigEndian || size === 1;
  const encode = isPlain ? (stored: Uint8Array) => stored : (stored: Uint8Array) => reverseItems(stored, size);
  return { dtype: isKnown ? dtype : 'structured', inner: [], size, canonicalSize: size, isPlain, bigEndian, encode };
}

/** Names as elsewhere; a layout that has no name is told by its bits. */
function floatName(type: Extract<Datatype, { class: 'float' }>): string {
  const { size, exponentBits, mantissaBits } = type;
  if (!type.isIeee)
    return size === 1 && exponentBits === 4 && mantissaBits === 3 ? 'float8_e4m3fn' : `float${size * 8}`;
  if (size === 2 && exponentBits === 8) return 'bfloat16';
  if (size === 1) return exponentBits === 5 ? 'float8_e5m2' : 'float8_e4m3fn';
  return `float${size * 8}`;
}

function complex(part: Datatype, size: number): ElementCodec | null {
  if (part.class !== 'float' || size !== 2 * part.size) return null;
  return { ...number(part.size, `complex${size * 8}`, true, part.bigEndian), size, canonicalSize: size };
}

const opaque = (dtype: string, size: number): ElementCodec => ({
  dtype,
  inner: [],
  size,
  canonicalSize: size,
  isPlain: true,
  bigEndian: false,
  encode: (stored) => stored,
});

const none = (size: number): ElementCodec => ({
  dtype: 'object',
  inner: [],
  size,
  canonicalSize: null,
  isPlain: false,
  bigEndian: false,
  encode: null,
});

function strings(
  size: number,
  textOf: (element: Uint8Array, heap: GlobalHeap) => Uint8Array | Promise<Uint8Array>,
): ElementCodec {
  const encode = async (stored: Uint8Array, heap: GlobalHeap): Promise<Uint8Array> => {
    const parts: Uint8Array[] = [];
    for (let at = 0; at + size <= stored.length; at += size) {
      const text = await textOf(stored.subarray(at, at + size), heap);
      const length = Buffer.alloc(4);
      length.writeUInt32LE(text.length);
      parts.push(length, text);
    }
    return Buffer.concat(parts);
  };
  return { dtype: 'string', inner: [], size, canonicalSize: null, isPlain: false, bigEndian: false, encode };
}

/** Reverses the bytes of every item in place. */
function reverseItems(bytes: Uint8Array, itemBytes: number): Uint8Array {
  for (let at = 0; at + itemBytes <= bytes.length; at += itemBytes) bytes.subarray(at, at + itemBytes).reverse();
  return bytes;
}

/** Addresses in the file are no values: two equal files may differ in them. */
function holdsPointers(type: Datatype): boolean {
  if (type.class === 'compound') return type.members.some((member) => holdsPointers(member.type));
  if (type.class === 'array') return holdsPointers(type.of);
  return type.class === 'reference' || type.class === 'sequence' || type.class === 'varying-string';
}
