import { encodeStrings } from './column-major.js';
import { type NumberReader, numberReader, writeNumbers } from './element-numbers.js';

/**
 * Elements as text that reads back to the same bits, and back. JSON knows no NaN, no infinity and no integers beyond
 * 2^53: those are strings. Complex numbers are pairs, strings themselves, R's NA is null.
 */
export type Element = number | string | boolean | null | [Element, Element];

/** The shortest decimal that a float32 reads back to the same value; `Number.prototype.toString` does it for float64. */
function shortestFloat32(value: number): number {
  for (let digits = 6; digits < 9; digits++) {
    const shorter = Number(value.toPrecision(digits));
    if (Math.fround(shorter) === value) return shorter;
  }
  return Number(value.toPrecision(9));
}

/** The text form of numbers of a dtype, one after the other. */
export function numberElements(dtype: string, bytes: Uint8Array, count: number): Element[] {
  const reader = numberReader(dtype) as NumberReader;
  const numbers = reader.read(bytes);
  const single = isSingle(dtype);
  const one = (value: number | bigint): Element => {
    if (typeof value === 'bigint') return isSafe(value) ? Number(value) : value.toString();
    // A byte that is neither says what it is, so that it reads back.
    if (dtype === 'bool' && value <= 1) return value === 1;
    if (!Number.isFinite(value)) return String(value);
    return single && !Number.isInteger(value) ? shortestFloat32(value) : value;
  };
  const elements: Element[] = [];
  for (let i = 0; i < count; i++)
    elements.push(
      reader.parts === 2
        ? [one(numbers[i * 2] as number), one(numbers[i * 2 + 1] as number)]
        : one(numbers[i] as number | bigint),
    );
  return elements;
}

/** Bytes of elements that were read from text; null where one of them is no value of the dtype. */
export function bytesOfElements(dtype: string, elements: readonly unknown[]): Uint8Array | null {
  if (dtype === 'string') return elements.every(isText) ? encodeStrings(elements) : null;
  const wide = dtype === 'int64' || dtype === 'uint64';
  const numbers: (number | bigint)[] = [];
  const take = (element: unknown): boolean => {
    const value = numberOf(element, wide);
    if (value === null) return false;
    numbers.push(value);
    return true;
  };
  for (const element of elements) {
    const parts = dtype.startsWith('complex') ? element : [element];
    if (!Array.isArray(parts) || !parts.every(take)) return null;
  }
  return writeNumbers(dtype, numbers);
}

const INTEGER = /^-?\d{1,20}$/;
function numberOf(element: unknown, wide: boolean): number | bigint | null {
  if (typeof element === 'boolean') return element ? 1 : 0;
  if (typeof element === 'number') return wide ? (Number.isInteger(element) ? BigInt(element) : null) : element;
  if (typeof element !== 'string') return null;
  if (wide) return INTEGER.test(element) ? BigInt(element) : null;
  if (element === 'NaN') return Number.NaN;
  const value = element === '' ? Number.NaN : Number(element);
  return Number.isNaN(value) ? null : value;
}

/** Strings of a tensor: for each a length (u32, little-endian) and UTF-8; `ff ff ff ff` is R's NA. */
export function stringElements(bytes: Uint8Array): (string | null)[] {
  const from = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const strings: (string | null)[] = [];
  for (let at = 0; at + 4 <= from.length; ) {
    const length = from.readUInt32LE(at);
    at += 4;
    if (length === 0xffffffff) strings.push(null);
    else {
      strings.push(from.toString('utf8', at, at + length));
      at += length;
    }
  }
  return strings;
}

const isText = (element: unknown): element is string | null => element === null || typeof element === 'string';

/** A dtype whose values are all float32 values. */
const isSingle = (dtype: string): boolean => /^(?:float(?:[468]_|16|32)|bfloat16|complex64$)/.test(dtype);
const isSafe = (value: bigint): boolean => value >= -(2n ** 53n) && value <= 2n ** 53n;
