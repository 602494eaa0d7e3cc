import type { Json } from '../containers/json-document.js';

/** Numbers of nested lists, in order. */
export function* numbersIn(value: Json): Generator<number> {
  if (typeof value === 'number') yield value;
  else if (Array.isArray(value)) for (const element of value) yield* numbersIn(element);
}

/** Numbers of a rectangular nesting in C order, as little-endian float64 or float32. */
export function numbersOf(value: Json, itemBytes: 4 | 8 = 8): Uint8Array {
  const flat = [...numbersIn(value)];
  const bytes = Buffer.alloc(flat.length * itemBytes);
  for (const [i, number] of flat.entries()) {
    if (itemBytes === 8) bytes.writeDoubleLE(number, i * 8);
    else bytes.writeFloatLE(number, i * 4);
  }
  return bytes;
}

/**
 * True where the numbers are float32 values that were written as float64: every one is exact in 24 bits, and some have
 * more digits than a float32 needs, as a widened one does (0.1 becomes 0.10000000149011612).
 */
export function areWidened(values: Iterable<Json>): boolean {
  let widened = false;
  for (const value of values) {
    for (const number of numbersIn([value as Json])) {
      if (Math.fround(number) !== number && !Number.isNaN(number)) return false;
      widened ||= Number(number.toPrecision(9)) !== number && Number.isFinite(number);
    }
  }
  return widened;
}

/** Values that are already in memory. */
export const inMemory = (bytes: () => Uint8Array) =>
  async function* (): AsyncGenerator<Uint8Array> {
    yield bytes();
  };
