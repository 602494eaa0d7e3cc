import { FormatError } from '../../../bytes/format-error.js';
import { numbers, sizeOf, type Value, value } from './value.js';

/** Product of matrices; those before the last two axes of `a` are a stack. */
export function matMul(a: Value, b: Value): Value {
  if (b.shape.length !== 2) throw new FormatError('unsupported', 'expected a matrix on the right');
  const inner = a.shape.at(-1) as number;
  const [height, width] = b.shape as [number, number];
  if (inner !== height) throw new FormatError('invalid-structure', `expected ${inner} rows, found ${height}`);
  const [left, right] = [numbers(a), numbers(b)];
  const rows = left.length / inner;
  const data = new Float64Array(rows * width);
  for (let row = 0; row < rows; row++)
    for (let k = 0; k < inner; k++) {
      const factor = left[row * inner + k] as number;
      for (let column = 0; column < width; column++)
        data[row * width + column] =
          (data[row * width + column] as number) + factor * (right[k * width + column] as number);
    }
  return value([...a.shape.slice(0, -1), width], data);
}

/** −1 takes what is left, 0 keeps what was. */
export function reshape({ shape, data }: Value, wanted: readonly number[]): Value {
  const kept = wanted.map((size, axis) => (size === 0 ? (shape[axis] as number) : size));
  const known = kept.reduce((product, size) => (size === -1 ? product : product * size), 1);
  const result = kept.map((size) => (size === -1 ? data.length / known : size));
  if (sizeOf(result) !== data.length)
    throw new FormatError('invalid-structure', `expected [${wanted}], found [${shape}]`);
  return { shape: result, data };
}

export function flatten({ shape, data }: Value, axis: number): Value {
  const rows = sizeOf(shape.slice(0, axis));
  return { shape: [rows, data.length / rows], data };
}

export function transpose(x: Value, order: readonly number[]): Value {
  const { shape } = x;
  const from = numbers(x);
  const strides = shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));
  const result = order.map((axis) => shape[axis] as number);
  const data = new Float64Array(from.length);
  for (let i = 0; i < data.length; i++) {
    let [rest, at] = [i, 0];
    for (let axis = result.length - 1; axis >= 0; axis--) {
      at += (rest % (result[axis] as number)) * (strides[order[axis] as number] as number);
      rest = Math.floor(rest / (result[axis] as number));
    }
    data[i] = from[at] as number;
  }
  return value(result, data);
}

export function concat(inputs: readonly Value[], given: number): Value {
  const [first] = inputs as [Value, ...Value[]];
  const axis = given < 0 ? given + first.shape.length : given;
  const outer = sizeOf(first.shape.slice(0, axis));
  const parts = inputs.map(numbers);
  const data: number[] = [];
  for (let row = 0; row < outer; row++)
    for (const part of parts)
      for (const number of part.subarray((row * part.length) / outer, ((row + 1) * part.length) / outer))
        data.push(number);
  const width = inputs.reduce((sum, { shape }) => sum + (shape[axis] as number), 0);
  return value(
    first.shape.map((size, at) => (at === axis ? width : size)),
    data,
  );
}

export function gather({ shape, data }: Value, indices: Value, axis: number): Value {
  const [outer, size, inner] = [sizeOf(shape.slice(0, axis)), shape[axis] as number, sizeOf(shape.slice(axis + 1))];
  const picked: (number | string)[] = [];
  for (let row = 0; row < outer; row++)
    for (const index of numbers(indices))
      for (let i = 0; i < inner; i++) picked.push(data[(row * size + index) * inner + i] as number | string);
  const result = [...shape.slice(0, axis), ...indices.shape, ...shape.slice(axis + 1)];
  return data instanceof Float64Array ? value(result, picked as number[]) : { shape: result, data: picked as string[] };
}
