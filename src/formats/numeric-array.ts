import type { Json } from '../containers/json-document.js';

/** Shape of a rectangular nesting of arrays that holds nothing but numbers; null for anything else. */
export function shapeOf(value: Json): number[] | null {
  if (typeof value === 'number') return [];
  if (!Array.isArray(value)) return null;
  const inner = value.length > 0 ? shapeOf(value[0] ?? null) : [];
  if (!inner) return null;
  for (const element of value) {
    const shape = shapeOf(element);
    if (!shape || shape.length !== inner.length || shape.some((size, i) => size !== inner[i])) return null;
  }
  return [value.length, ...inner];
}

/** Numbers of a rectangular nesting in C order, as little-endian float64 or float32. */
export function numbersOf(value: Json, itemBytes: 4 | 8 = 8): Uint8Array {
  const flat: number[] = [];
  const collect = (part: Json) => {
    if (typeof part === 'number') flat.push(part);
    else if (Array.isArray(part)) for (const element of part) collect(element);
  };
  collect(value);
  const bytes = Buffer.alloc(flat.length * itemBytes);
  for (const [i, number] of flat.entries()) {
    if (itemBytes === 8) bytes.writeDoubleLE(number, i * 8);
    else bytes.writeFloatLE(number, i * 4);
  }
  return bytes;
}

/** Values that are already in memory. */
export const inMemory = (bytes: () => Uint8Array) =>
  async function* (): AsyncGenerator<Uint8Array> {
    yield bytes();
  };
