import { Cursor } from '../bytes/cursor.js';
import { FormatError } from '../bytes/format-error.js';
import type { Attribute } from './hdf5-attributes.js';
import { readSized } from './hdf5-bytes.js';
import type { Datatype } from './hdf5-datatype.js';
import type { GlobalHeap } from './hdf5-heaps.js';

/** A value of an attribute: numbers beyond 2^53 are bigint, what has no JavaScript counterpart is null. */
export type Hdf5Value = null | boolean | number | bigint | string | Hdf5Value[] | { [name: string]: Hdf5Value };

/** Elements of one attribute that are decoded: lists of layer names, not tables. */
const MOST_ELEMENTS = 100_000;

/** The value of an attribute: a scalar, or a list of its elements in row-major order. */
export async function decodeValue(attribute: Attribute, heap: GlobalHeap): Promise<Hdf5Value> {
  const { shape, type, data } = attribute;
  if (shape === null) return null;
  const count = shape.reduce((product, size) => product * size, 1);
  if (count > MOST_ELEMENTS)
    throw new FormatError(
      'resource-limit',
      `expected at most ${MOST_ELEMENTS} elements in an attribute, found ${count}`,
    );
  if (count * type.size > data.length)
    throw new FormatError(
      'truncated',
      `expected ${count * type.size} bytes of attribute ${JSON.stringify(attribute.name)}, found ${data.length}`,
    );
  if (shape.length === 0) return decodeElement(type, data.subarray(0, type.size), heap);
  const values: Hdf5Value[] = [];
  for (let i = 0; i < count; i++)
    values.push(await decodeElement(type, data.subarray(i * type.size, (i + 1) * type.size), heap));
  return values;
}

/** The value of one element. */
export async function decodeElement(type: Datatype, bytes: Uint8Array, heap: GlobalHeap): Promise<Hdf5Value> {
  switch (type.class) {
    case 'integer':
    case 'bits':
      return integer(bytes, type.bigEndian, type.class === 'integer' && type.signed);
    case 'float':
      return type.isIeee ? floating(bytes, type) : null;
    case 'string':
      return Buffer.from(stripPadding(bytes, type.padding)).toString('utf8');
    case 'varying-string': {
      const value = await readVarying(bytes, heap);
      return value === null ? '' : Buffer.from(stripPadding(value, 'null-terminated')).toString('utf8');
    }
    case 'enumeration': {
      if (isBoolean(type)) return bytes[0] !== 0;
      return (
        type.members.find(({ value }) => Buffer.compare(value, bytes) === 0)?.name ??
        decodeElement(type.of, bytes, heap)
      );
    }
    case 'compound': {
      const fields: [string, Hdf5Value][] = [];
      for (const { name, offset, type: member } of type.members)
        fields.push([name, await decodeElement(member, bytes.subarray(offset, offset + member.size), heap)]);
      return Object.fromEntries(fields);
    }
    case 'array':
      return decodeArray(type.of, bytes, heap);
    case 'sequence': {
      const value = await readVarying(bytes, heap, type.of.size);
      return value === null ? [] : decodeArray(type.of, value, heap);
    }
    default:
      return null;
  }
}

async function decodeArray(of: Datatype, bytes: Uint8Array, heap: GlobalHeap): Promise<Hdf5Value[]> {
  if (of.size === 0 || bytes.length / of.size > MOST_ELEMENTS)
    throw new FormatError('resource-limit', `expected at most ${MOST_ELEMENTS} elements in an array, found more`);
  const values: Hdf5Value[] = [];
  for (let at = 0; at + of.size <= bytes.length; at += of.size)
    values.push(await decodeElement(of, bytes.subarray(at, at + of.size), heap));
  return values;
}

/** The bytes of a variable-length element: a length, an address of a collection and an index; null where there is none. */
export async function readVarying(element: Uint8Array, heap: GlobalHeap, itemBytes = 1): Promise<Uint8Array | null> {
  const cursor = new Cursor(element);
  const length = cursor.u32();
  const address = readSized(cursor, heap.bytes.offsetSize);
  const index = cursor.u32();
  if (length === 0 || address === null || (address === 0 && index === 0)) return null;
  const object = await heap.read(address, index);
  if (object.length < length * itemBytes)
    throw new FormatError(
      'truncated',
      `expected ${length * itemBytes} bytes in a global heap, found ${object.length}`,
      heap.bytes.base + address,
    );
  return object.subarray(0, length * itemBytes);
}

/** The text of a string of fixed length without what fills it up. */
export function stripPadding(
  bytes: Uint8Array,
  padding: 'null-terminated' | 'null-padded' | 'space-padded',
): Uint8Array {
  if (padding === 'null-terminated') {
    const end = bytes.indexOf(0);
    return end < 0 ? bytes : bytes.subarray(0, end);
  }
  const filler = padding === 'null-padded' ? 0 : 0x20;
  let end = bytes.length;
  while (end > 0 && (bytes[end - 1] === filler || bytes[end - 1] === 0)) end--;
  return bytes.subarray(0, end);
}

/** How h5py writes booleans: an enumeration over one byte. */
export const isBoolean = (type: Extract<Datatype, { class: 'enumeration' }>): boolean =>
  type.size === 1 &&
  type.members.length === 2 &&
  ['FALSE', 'TRUE'].every((name, i) => type.members[i]?.name.toUpperCase() === name && type.members[i]?.value[0] === i);

function integer(bytes: Uint8Array, bigEndian: boolean, signed: boolean): number | bigint {
  let value = 0n;
  for (let i = 0; i < bytes.length; i++)
    value = (value << 8n) | BigInt(bytes[bigEndian ? i : bytes.length - 1 - i] as number);
  if (signed) value = BigInt.asIntN(bytes.length * 8, value);
  return value >= -9007199254740991n && value <= 9007199254740991n ? Number(value) : value;
}

/** A float of any IEEE layout up to 64 bits. */
function floating(bytes: Uint8Array, type: Extract<Datatype, { class: 'float' }>): number | null {
  if (type.size > 8) return null;
  const bits = BigInt.asUintN(64, BigInt(integer(bytes, type.bigEndian, false)));
  const mantissaScale = 2 ** type.mantissaBits;
  const mantissa = Number(bits & ((1n << BigInt(type.mantissaBits)) - 1n)) / mantissaScale;
  const top = 2 ** type.exponentBits - 1;
  const exponent = Number((bits >> BigInt(type.mantissaBits)) & BigInt(top));
  const sign = (bits >> BigInt(type.exponentBits + type.mantissaBits)) & 1n ? -1 : 1;
  if (exponent === top) return mantissa === 0 ? sign * Infinity : Number.NaN;
  return exponent === 0 ? sign * mantissa * 2 ** (1 - type.bias) : sign * (1 + mantissa) * 2 ** (exponent - type.bias);
}
