import { readNumbers } from '../../formats/tensor-values.js';
import type { Operation, Padding } from './network.js';
import { type NumberArray, within } from './number-array.js';
import { reach } from './shapes.js';

type Of<Kind extends Operation['kind']> = Extract<Operation, { kind: Kind }>;
type Triple = [number, number, number];

/** Lists of one, two or three spatial axes as three, so that all are computed alike. */
const three = (list: readonly number[], fill = 1): Triple =>
  [...Array.from({ length: 3 - list.length }, () => fill), ...list] as Triple;

/** Amounts before and behind an axis (TensorFlow's "SAME"; causal has all before). */
function paddingOf(padding: Padding, size: number, kernel: number, stride: number): [number, number] {
  if (padding === 'valid') return [0, 0];
  if (padding === 'causal') return [kernel - 1, 0];
  const total = Math.max((Math.ceil(size / stride) - 1) * stride + kernel - size, 0);
  return [Math.floor(total / 2), Math.ceil(total / 2)];
}

/** Visits every window: `use(place of the result, place of the element, place in the kernel)`, all without channels. */
function eachWindow(
  from: Triple,
  to: Triple,
  kernel: Triple,
  strides: Triple,
  dilation: Triple,
  before: Triple,
  use: (result: number, element: number, weight: number) => void,
): void {
  const [A, B, C] = to;
  for (let result = 0; result < A * B * C; result++) {
    const [a, b, c] = [Math.floor(result / (B * C)), Math.floor(result / C) % B, result % C];
    for (let i = 0; i < kernel[0]; i++) {
      const x = a * strides[0] + i * dilation[0] - before[0];
      if (x < 0 || x >= from[0]) continue;
      for (let j = 0; j < kernel[1]; j++) {
        const y = b * strides[1] + j * dilation[1] - before[1];
        if (y < 0 || y >= from[1]) continue;
        for (let k = 0; k < kernel[2]; k++) {
          const z = c * strides[2] + k * dilation[2] - before[2];
          if (z < 0 || z >= from[2]) continue;
          use(result, (x * from[1] + y) * from[2] + z, (i * kernel[1] + j) * kernel[2] + k);
        }
      }
    }
  }
}

/** What windows of a kernel make of the spatial axes. */
function frame(
  shape: readonly number[],
  kernel: readonly number[],
  strides: readonly number[],
  dilation: readonly number[],
  padding: Padding,
) {
  const sizes = shape.slice(1, -1);
  const around = sizes.map((size, i) =>
    paddingOf(padding, size, reach(kernel[i] ?? 1, dilation[i] ?? 1), strides[i] ?? 1),
  );
  const results = sizes.map((size, i) => {
    const [before, behind] = around[i] as [number, number];
    return Math.floor((size + before + behind - reach(kernel[i] ?? 1, dilation[i] ?? 1)) / (strides[i] ?? 1)) + 1;
  });
  const before = three(
    around.map(([begin]) => begin),
    0,
  );
  return { results, before, from: three(sizes), to: three(results) };
}

export async function convolved(operation: Of<'convolution'>, { shape, data }: NumberArray): Promise<NumberArray> {
  const { kernel, bias, strides, dilation, padding, groups, isDepthwise } = operation;
  const size = kernel.info.shape.slice(0, -2);
  const [inner = 1, last = 1] = kernel.info.shape.slice(-2);
  const [batch = 0, channels = 1] = [shape[0], shape.at(-1)];
  const filters = isDepthwise ? inner * last : last;
  const weights = await readNumbers(kernel);
  const offsets = bias && (await readNumbers(bias));
  const { results, before, from, to } = frame(shape, size, strides, dilation, padding);
  const found = new Float64Array(batch * to[0] * to[1] * to[2] * filters);
  if (offsets) for (let i = 0; i < found.length; i++) found[i] = offsets[i % filters] as number;
  const [places, targets] = [from[0] * from[1] * from[2], to[0] * to[1] * to[2]];
  const share = filters / groups;
  for (let row = 0; row < batch; row++)
    eachWindow(from, to, three(size), three(strides), three(dilation), before, (result, element, weight) => {
      const target = (row * targets + result) * filters;
      const source = (row * places + element) * channels;
      if (isDepthwise) {
        for (let filter = 0; filter < filters; filter++)
          found[target + filter] =
            (found[target + filter] as number) +
            (data[source + Math.floor(filter / last)] as number) * (weights[weight * filters + filter] as number);
        return;
      }
      for (let group = 0; group < groups; group++)
        for (let channel = 0; channel < inner; channel++) {
          const value = data[source + group * inner + channel] as number;
          if (value === 0) continue;
          const at = (weight * inner + channel) * filters;
          for (let filter = group * share; filter < (group + 1) * share; filter++)
            found[target + filter] = (found[target + filter] as number) + value * (weights[at + filter] as number);
        }
    });
  return { shape: [batch, ...results, filters], data: found };
}

/** The transposed kernel [...spatial, filters, channels] spreads each element over a window of the result. */
export async function transposedConvolved(operation: Of<'transposed'>, x: NumberArray): Promise<NumberArray> {
  const { kernel, bias, strides, padding } = operation;
  const size = kernel.info.shape.slice(0, -2);
  const [filters = 1, channels = 1] = kernel.info.shape.slice(-2);
  const [weights, offsets] = [await readNumbers(kernel), bias && (await readNumbers(bias))];
  const batch = x.shape[0] ?? 0;
  const sizes = x.shape.slice(1, -1);
  const results = sizes.map((length, i) => {
    const [stride, own] = [strides[i] ?? 1, size[i] ?? 1];
    return length * stride + (padding === 'same' ? 0 : Math.max(own - stride, 0));
  });
  const [to, from] = [three(sizes), three(results)];
  const before = three(
    results.map((length, i) => paddingOf(padding, length, size[i] ?? 1, strides[i] ?? 1)[0]),
    0,
  );
  const [places, targets] = [to[0] * to[1] * to[2], from[0] * from[1] * from[2]];
  const found = new Float64Array(batch * targets * filters);
  if (offsets) for (let i = 0; i < found.length; i++) found[i] = offsets[i % filters] as number;
  for (let row = 0; row < batch; row++)
    // A window of the result belongs to each element of the input.
    eachWindow(from, to, three(size), three(strides), [1, 1, 1], before, (element, result, weight) => {
      for (let filter = 0; filter < filters; filter++) {
        let sum = 0;
        for (let channel = 0; channel < channels; channel++)
          sum +=
            (x.data[(row * places + element) * channels + channel] as number) *
            (weights[(weight * filters + filter) * channels + channel] as number);
        const at = (row * targets + result) * filters + filter;
        found[at] = (found[at] as number) + sum;
      }
    });
  return { shape: [batch, ...results, filters], data: found };
}

export function pooled({ of, size, strides, padding }: Of<'pool'>, { shape, data }: NumberArray): NumberArray {
  const [batch = 0, channels = 1] = [shape[0], shape.at(-1)];
  const ones = size.map(() => 1);
  const { results, before, from, to } = frame(shape, size, strides, ones, padding);
  const [places, targets] = [from[0] * from[1] * from[2], to[0] * to[1] * to[2]];
  const found = new Float64Array(batch * targets * channels).fill(of === 'max' ? Number.NEGATIVE_INFINITY : 0);
  const counts = new Float64Array(targets);
  for (let row = 0; row < batch; row++)
    eachWindow(from, to, three(size), three(strides), [1, 1, 1], before, (result, element) => {
      if (row === 0) counts[result] = (counts[result] as number) + 1;
      for (let channel = 0; channel < channels; channel++) {
        const at = (row * targets + result) * channels + channel;
        const value = data[(row * places + element) * channels + channel] as number;
        found[at] = of === 'max' ? Math.max(found[at] as number, value) : (found[at] as number) + value;
      }
    });
  // What lies outside does not count.
  if (of === 'average')
    for (let i = 0; i < found.length; i++)
      found[i] = (found[i] as number) / (counts[Math.floor(i / channels) % targets] as number);
  return { shape: [batch, ...results, channels], data: found };
}

export const enlarged = (x: NumberArray, times: readonly number[]): NumberArray =>
  within(
    x,
    x.shape.map((size, axis) => size * (axis === 0 ? 1 : (times[axis - 1] ?? 1))),
    (index) => index.map((at, axis) => Math.floor(at / (axis === 0 ? 1 : (times[axis - 1] ?? 1)))),
  );
