import { FormatError } from '../../../bytes/format-error.js';
import type { Operator } from './value.js';
import { numbers, sizeOf, type Value, value, walkRuns } from './value.js';

/** Folds one axis or several; `axes` are an input since opset 18, and an attribute before. */
export const reduced =
  (
    start: number,
    fold: (sum: number, x: number) => number,
    finish?: (sum: number, count: number) => number,
  ): Operator =>
  ([x, axes], attributes) => {
    const from = x as Value;
    const listed = axes ? [...numbers(axes)] : (attributes.numbers('axes') ?? from.shape.map((_, axis) => axis));
    const folded = new Set(listed.map((axis) => (axis < 0 ? axis + from.shape.length : axis)));
    const kept = from.shape.map((size, axis) => (folded.has(axis) ? 1 : size));
    const data = new Float64Array(sizeOf(kept)).fill(start);
    const given = numbers(from);
    walkRuns(from.shape, [kept], (first, end, [place], [step]) => {
      for (let [i, at] = [first, place]; i < end; i++, at += step)
        data[at] = fold(data[at] as number, given[i] as number);
    });
    const shape = attributes.number('keepdims', 1) === 1 ? kept : kept.filter((_, axis) => !folded.has(axis));
    const count = given.length / data.length;
    return [value(shape, finish ? data.map((sum) => finish(sum, count)) : data)];
  };

/** Number of the first extreme element along an axis. */
export const extreme =
  (isBetter: (x: number, best: number) => boolean): Operator =>
  ([x], attributes) => {
    const from = x as Value;
    const axis = attributes.number('axis', 0);
    if (axis !== from.shape.length - 1 || attributes.number('keepdims', 1) !== 0)
      throw new FormatError('unsupported', 'expected the last axis without keeping it');
    const width = from.shape[axis] as number;
    const data = numbers(from);
    const best = Array.from({ length: data.length / width }, (_, row) => {
      let at = 0;
      for (let i = 1; i < width; i++)
        if (isBetter(data[row * width + i] as number, data[row * width + at] as number)) at = i;
      return at;
    });
    return [value(from.shape.slice(0, -1), best)];
  };

/** `finish` makes the result of what an element is above the largest one, and of the sum of all powers. */
export const soft =
  (finish: (above: number, total: number) => number): Operator =>
  ([x], attributes) => {
    const from = x as Value;
    const axis = attributes.number('axis', -1);
    if (axis !== -1 && axis !== from.shape.length - 1)
      throw new FormatError('unsupported', 'expected softmax of the last axis');
    const width = from.shape.at(-1) as number;
    const data = Float64Array.from(numbers(from));
    for (let row = 0; row < data.length; row += width) {
      const part = data.subarray(row, row + width);
      const most = part.reduce((best, number) => Math.max(best, number), Number.NEGATIVE_INFINITY);
      const total = part.reduce((sum, number) => sum + Math.exp(number - most), 0);
      for (const [i, number] of part.entries()) part[i] = finish(number - most, total);
    }
    return [value(from.shape, data)];
  };
