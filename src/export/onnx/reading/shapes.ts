import { FormatError } from '../../../bytes/format-error.js';
import { type NodeAttributes, numbers, sizeOf, type Value, value } from './value.js';

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

/** Numbers of the axes; negative ones count from the end. */
const axesOf = (axes: Value | undefined, rank: number): number[] =>
  axes ? [...numbers(axes)].map((axis) => (axis < 0 ? axis + rank : axis)) : [];

export function squeeze({ shape, data }: Value, axes: Value): Value {
  const gone = new Set(axesOf(axes, shape.length));
  return { shape: shape.filter((_, axis) => !gone.has(axis)), data };
}

export function unsqueeze({ shape, data }: Value, axes: Value): Value {
  const result = [...shape];
  for (const axis of axesOf(axes, shape.length + numbers(axes).length).sort((a, b) => a - b)) result.splice(axis, 0, 1);
  return { shape: result, data };
}

/** An element of the result is that at `placeOf` of each axis; −1: zero. */
function picked(x: Value, shape: readonly number[], placeOf: (axis: number, at: number) => number): Value {
  const from = numbers(x);
  const places = shape.map((size, axis) => Array.from({ length: size }, (_, at) => placeOf(axis, at)));
  const data = new Float64Array(sizeOf(shape));
  for (let i = 0; i < data.length; i++) {
    let [rest, at, step, isInside] = [i, 0, 1, true];
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const size = shape[axis] as number;
      const place = (places[axis] as number[])[rest % size] as number;
      if (place < 0) isInside = false;
      at += place * step;
      step *= x.shape[axis] as number;
      rest = Math.floor(rest / size);
    }
    if (isInside) data[i] = from[at] as number;
  }
  return { shape, data };
}

/** Zeros at the begin and the end of each axis. */
export function pad(x: Value, pads: Value): Value {
  const amounts = [...numbers(pads)];
  const rank = x.shape.length;
  const shape = x.shape.map((size, axis) => size + (amounts[axis] as number) + (amounts[axis + rank] as number));
  return picked(x, shape, (axis, at) => {
    const place = at - (amounts[axis] as number);
    return place < (x.shape[axis] as number) ? place : -1;
  });
}

export function slice(x: Value, starts: Value, ends: Value, axes?: Value, steps?: Value): Value {
  const places = x.shape.map((size) => Array.from({ length: size }, (_, at) => at));
  const wanted = axes ? axesOf(axes, x.shape.length) : x.shape.map((_, axis) => axis);
  for (const [i, axis] of wanted.entries()) {
    const size = x.shape[axis] as number;
    const step = steps ? (numbers(steps)[i] as number) : 1;
    const bound = (given: number, least: number, most: number): number =>
      Math.min(most, Math.max(least, given < 0 ? given + size : given));
    const [first, last] = [numbers(starts)[i] as number, numbers(ends)[i] as number];
    const [start, end] =
      step > 0
        ? [bound(first, 0, size), bound(last, 0, size)]
        : [bound(first, -1, size - 1), bound(last, -1, size - 1)];
    const own: number[] = [];
    for (let at = start; step > 0 ? at < end : at > end; at += step) own.push(at);
    places[axis] = own;
  }
  return picked(
    x,
    places.map(({ length }) => length),
    (axis, at) => (places[axis] as number[])[at] as number,
  );
}

/** `Resize` to whole multiples: every element is repeated. */
export function resize(x: Value, scales: Value, attributes: NodeAttributes): Value {
  const times = [...numbers(scales)];
  const how = ['mode', 'coordinate_transformation_mode', 'nearest_mode'].map((name) => attributes.text(name, ''));
  if (how.join() !== 'nearest,asymmetric,floor' || !times.every(Number.isInteger))
    throw new FormatError('unsupported', 'expected elements that are repeated');
  const shape = x.shape.map((size, axis) => size * (times[axis] as number));
  return picked(x, shape, (axis, at) => Math.floor(at / (times[axis] as number)));
}
