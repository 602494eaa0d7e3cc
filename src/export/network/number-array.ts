/** Numbers in row-major order. */
export interface NumberArray {
  shape: readonly number[];
  data: Float64Array;
}

export const sizeOf = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);

export const numberArray = (shape: readonly number[], data: Float64Array): NumberArray => ({ shape, data });

/** An array of another shape whose elements are found in this one; null or an index outside: zero. */
export function within(
  { shape: from, data }: NumberArray,
  shape: readonly number[],
  placeOf: (index: readonly number[]) => readonly number[] | null,
): NumberArray {
  const found = new Float64Array(sizeOf(shape));
  const index = shape.map(() => 0);
  for (let i = 0; i < found.length; i++) {
    const place = placeOf(index);
    const at = place?.reduce(
      (sum, one, axis) => (one < 0 || one >= (from[axis] as number) ? Number.NaN : sum * (from[axis] as number) + one),
      0,
    );
    if (at !== undefined && !Number.isNaN(at)) found[i] = data[at] as number;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      index[axis] = (index[axis] as number) + 1;
      if ((index[axis] as number) < (shape[axis] as number)) break;
      index[axis] = 0;
    }
  }
  return { shape, data: found };
}

/** `order[i]` is the axis of the old array that becomes axis i. */
export const permuted = (x: NumberArray, order: readonly number[]): NumberArray =>
  within(
    x,
    order.map((axis) => x.shape[axis] as number),
    (index) => order.map((_, axis) => index[order.indexOf(axis)] as number),
  );

/** Zeros around; less where amounts are negative. */
export const padded = (x: NumberArray, amounts: readonly (readonly [number, number])[]): NumberArray =>
  within(
    x,
    x.shape.map((size, axis) => size + (amounts[axis]?.[0] ?? 0) + (amounts[axis]?.[1] ?? 0)),
    (index) => index.map((at, axis) => at - (amounts[axis]?.[0] ?? 0)),
  );

/** Arrays one behind the other along an axis. */
export function joined(parts: readonly NumberArray[], axis: number): NumberArray {
  const [first] = parts as [NumberArray];
  const outer = sizeOf(first.shape.slice(0, axis));
  const widths = parts.map(({ data }) => data.length / outer);
  const width = widths.reduce((sum, one) => sum + one, 0);
  const data = new Float64Array(outer * width);
  let start = 0;
  for (const [i, part] of parts.entries()) {
    const own = widths[i] as number;
    for (let row = 0; row < outer; row++) data.set(part.data.subarray(row * own, (row + 1) * own), row * width + start);
    start += own;
  }
  const length = parts.reduce((sum, { shape }) => sum + (shape[axis] as number), 0);
  return { shape: first.shape.map((size, at) => (at === axis ? length : size)), data };
}
