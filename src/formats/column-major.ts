/** Elements of a column-major array in row-major order. `shape` has at least one dimension; `bytes` holds all of its elements. */
export function toRowMajor(bytes: Uint8Array, shape: readonly number[], itemBytes: number): Uint8Array {
  if (shape.filter((size) => size !== 1).length < 2) return bytes;
  const count = shape.reduce((product, size) => product * size, 1);
  const out = new Uint8Array(count * itemBytes);
  forEachRowMajor(shape, (from, to) => {
    for (let i = 0; i < itemBytes; i++) out[to * itemBytes + i] = bytes[from * itemBytes + i] as number;
  });
  return out;
}

/** As `toRowMajor` for a list. */
export function listToRowMajor<T>(items: readonly T[], shape: readonly number[]): readonly T[] {
  if (shape.filter((size) => size !== 1).length < 2) return items;
  const out = new Array<T>(items.length);
  forEachRowMajor(shape, (from, to) => {
    out[to] = items[from] as T;
  });
  return out;
}

/** Calls with the column-major and the row-major number of every element, in row-major order. */
function forEachRowMajor(shape: readonly number[], visit: (columnMajor: number, rowMajor: number) => void): void {
  const strides: number[] = [];
  let count = 1;
  for (const size of shape) {
    strides.push(count);
    count *= size;
  }
  const index = new Array<number>(shape.length).fill(0);
  let from = 0;
  for (let to = 0; to < count; to++) {
    visit(from, to);
    for (let i = shape.length - 1; i >= 0; i--) {
      index[i] = (index[i] as number) + 1;
      from += strides[i] as number;
      if ((index[i] as number) < (shape[i] as number)) break;
      from -= (strides[i] as number) * (shape[i] as number);
      index[i] = 0;
    }
  }
}

/** Canonical bytes of strings: length as 32-bit little-endian number, then UTF-8; `null` is R's `NA`, length -1. */
export function encodeStrings(texts: Iterable<string | Uint8Array | null>): Uint8Array {
  const parts: Uint8Array[] = [];
  for (const text of texts) {
    const bytes = text === null ? null : typeof text === 'string' ? Buffer.from(text) : text;
    const length = Buffer.alloc(4);
    length.writeInt32LE(bytes === null ? -1 : bytes.length);
    parts.push(length);
    if (bytes !== null) parts.push(bytes);
  }
  return Buffer.concat(parts);
}
