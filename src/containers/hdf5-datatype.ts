import type { Cursor } from '../bytes/cursor.js';
import { FormatError } from '../bytes/format-error.js';

/** A datatype of an element in the file (HDF5 File Format Specification IV.A.2.d). Sizes in bytes. */
export type Datatype = { size: number } & (
  | { class: 'integer'; signed: boolean; bigEndian: boolean; bits: number; offset: number }
  | { class: 'float'; bigEndian: boolean; exponentBits: number; mantissaBits: number; bias: number; isIeee: boolean }
  | { class: 'string'; padding: 'null-terminated' | 'null-padded' | 'space-padded' }
  | { class: 'bits'; bigEndian: boolean }
  | { class: 'opaque' | 'time' }
  | { class: 'compound'; members: { name: string; offset: number; type: Datatype }[] }
  | { class: 'reference'; kind: number }
  | { class: 'enumeration'; of: Datatype; members: { name: string; value: Uint8Array }[] }
  | { class: 'sequence'; of: Datatype }
  | { class: 'varying-string' }
  | { class: 'array'; of: Datatype; shape: number[] }
  | { class: 'complex'; of: Datatype }
);

/** Nesting of compounds and arrays; no writer goes beyond a handful. */
const MOST_NESTED = 32;
/** Members of one compound or enumeration. */
const MOST_MEMBERS = 65_535;

/** Parses the datatype at a cursor and leaves the cursor behind it. */
export function parseDatatype(cursor: Cursor, depth = 0): Datatype {
  const at = cursor.offset;
  if (depth > MOST_NESTED)
    throw new FormatError('resource-limit', `expected datatypes nested at most ${MOST_NESTED} deep, found more`, at);
  const head = cursor.u8();
  const version = head >> 4;
  const flags = cursor.u8() | (cursor.u8() << 8) | (cursor.u8() << 16);
  const size = cursor.u32();
  if (version < 1 || version > 5)
    throw new FormatError('unsupported', `expected a datatype of version 1 to 5, found ${version}`, at);
  const parse = PARSERS[head & 15];
  if (!parse) throw new FormatError('unsupported', `expected a datatype class of 0 to 11, found ${head & 15}`, at);
  return parse({ cursor, version, flags, size, depth });
}

interface Head {
  cursor: Cursor;
  version: number;
  flags: number;
  size: number;
  depth: number;
}

/** By class number. */
const PARSERS: readonly ((head: Head) => Datatype)[] = [
  ({ cursor, flags, size }) => {
    const offset = cursor.u16();
    const bits = cursor.u16();
    return { class: 'integer', size, signed: (flags & 8) !== 0, bigEndian: (flags & 1) !== 0, bits, offset };
  },
  parseFloating,
  ({ cursor, size }) => {
    cursor.skip(2);
    return { class: 'time', size };
  },
  ({ flags, size }) => ({ class: 'string', size, padding: PADDINGS[flags & 15] ?? 'null-padded' }),
  ({ cursor, flags, size }) => {
    cursor.skip(4);
    return { class: 'bits', size, bigEndian: (flags & 1) !== 0 };
  },
  ({ cursor, flags, size }) => {
    cursor.skip(flags & 0xff);
    return { class: 'opaque', size };
  },
  parseCompound,
  ({ flags, size }) => ({ class: 'reference', size, kind: flags & 15 }),
  parseEnumeration,
  ({ cursor, flags, size, depth }) => {
    const of = parseDatatype(cursor, depth + 1);
    return (flags & 15) === 1 ? { class: 'varying-string', size } : { class: 'sequence', size, of };
  },
  parseArray,
  ({ cursor, size, depth }) => ({ class: 'complex', size, of: parseDatatype(cursor, depth + 1) }),
];

const PADDINGS = ['null-terminated', 'null-padded', 'space-padded'] as const;

function parseFloating({ cursor, flags, size }: Head): Datatype {
  const offset = cursor.u16();
  const precision = cursor.u16();
  const exponentAt = cursor.u8();
  const exponentBits = cursor.u8();
  const mantissaAt = cursor.u8();
  const mantissaBits = cursor.u8();
  const bias = cursor.u32();
  const isVax = (flags & 0x40) !== 0;
  const signAt = (flags >> 8) & 0xff;
  // IEEE layout: sign, exponent, mantissa without gaps in all bits of the element, the leading one implied.
  const isIeee =
    !isVax &&
    offset === 0 &&
    precision === size * 8 &&
    mantissaAt === 0 &&
    exponentAt === mantissaBits &&
    signAt === precision - 1 &&
    exponentBits + mantissaBits + 1 === precision &&
    ((flags >> 4) & 3) === 2;
  return { class: 'float', size, bigEndian: (flags & 1) !== 0, exponentBits, mantissaBits, bias, isIeee };
}

function parseCompound({ cursor, version, flags, size, depth }: Head): Datatype {
  const members: { name: string; offset: number; type: Datatype }[] = [];
  for (let i = 0; i < (flags & 0xffff); i++) {
    const name = readName(cursor, version < 3);
    const at = cursor.offset;
    const offset = version < 3 ? cursor.u32() : readOffset(cursor, size);
    const shape = version === 1 ? readInlineShape(cursor) : [];
    const element = parseDatatype(cursor, depth + 1);
    const type: Datatype =
      shape.length === 0
        ? element
        : { class: 'array', size: shape.reduce((product, n) => product * n, element.size), of: element, shape };
    if (offset + type.size > size)
      throw new FormatError(
        'invalid-structure',
        `expected member ${JSON.stringify(name)} within ${size} bytes, found it end at ${offset + type.size}`,
        at,
      );
    members.push({ name, offset, type });
  }
  return { class: 'compound', size, members };
}

/** Version 1 members carry up to four dimensions of their own. */
function readInlineShape(cursor: Cursor): number[] {
  const rank = cursor.u8();
  cursor.skip(3 + 4 + 4);
  const sizes = [cursor.u32(), cursor.u32(), cursor.u32(), cursor.u32()];
  return sizes.slice(0, Math.min(4, rank));
}

/** Offsets inside a compound take as few bytes as its size needs. */
function readOffset(cursor: Cursor, size: number): number {
  const bytes = cursor.take(Math.max(1, Math.ceil(Math.log2(size + 1) / 8)));
  return bytes.reduceRight((value, byte) => value * 256 + byte, 0);
}

function parseEnumeration({ cursor, version, flags, size, depth }: Head): Datatype {
  const of = parseDatatype(cursor, depth + 1);
  const count = flags & 0xffff;
  const names: string[] = [];
  for (let i = 0; i < Math.min(count, MOST_MEMBERS); i++) names.push(readName(cursor, version < 3));
  return { class: 'enumeration', size, of, members: names.map((name) => ({ name, value: cursor.take(of.size) })) };
}

function parseArray({ cursor, version, size, depth }: Head): Datatype {
  const rank = cursor.u8();
  if (version < 3) cursor.skip(3);
  const shape: number[] = [];
  for (let i = 0; i < rank; i++) shape.push(cursor.u32());
  if (version < 3) cursor.skip(4 * rank);
  return { class: 'array', size, of: parseDatatype(cursor, depth + 1), shape };
}

/** A name that ends with a zero byte; before version 3 the whole is padded to a multiple of eight bytes. */
function readName(cursor: Cursor, padded: boolean): string {
  const end = cursor.bytes.indexOf(0, cursor.position);
  if (end < 0)
    throw new FormatError('truncated', 'expected the end of a name, found the end of the message', cursor.offset);
  const length = end - cursor.position;
  const name = cursor.text(length);
  cursor.skip(padded ? 8 - (length % 8) : 1);
  return name;
}
