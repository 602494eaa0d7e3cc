import { FormatError } from '../../../bytes/format-error.js';
import { type NodeAttributes, numbers, type Operator, sizeOf, type Value, value } from './value.js';

/** Axis by axis: how windows lie over an input (ONNX operators `Conv`, `MaxPool`, `AveragePool`). */
interface Axis {
  size: number;
  kernel: number;
  stride: number;
  dilation: number;
  begin: number;
  results: number;
}

function axesOf(sizes: readonly number[], kernel: readonly number[], attributes: NodeAttributes): Axis[] {
  const list = (name: string): number[] => attributes.numbers(name) ?? [];
  const [strides, dilations, pads] = [list('strides'), list('dilations'), list('pads')];
  const auto = attributes.text('auto_pad', 'NOTSET');
  if (attributes.number('ceil_mode', 0) !== 0 || !['NOTSET', 'VALID', 'SAME_UPPER'].includes(auto))
    throw new FormatError('unsupported', 'expected windows that are counted down, with known padding');
  return sizes.map((size, i) => {
    const [stride, dilation, width] = [strides[i] ?? 1, dilations[i] ?? 1, kernel[i] as number];
    const covered = (width - 1) * dilation + 1;
    if (auto === 'SAME_UPPER') {
      const results = Math.ceil(size / stride);
      const missing = Math.max((results - 1) * stride + covered - size, 0);
      return { size, kernel: width, stride, dilation, begin: Math.floor(missing / 2), results };
    }
    const [begin, end] = [pads[i] ?? 0, pads[i + sizes.length] ?? 0];
    const results = Math.floor((size + begin + end - covered) / stride) + 1;
    return { size, kernel: width, stride, dilation, begin, results };
  });
}

/** What each place of the result sees, computed once for all channels: its pairs lie from `starts[place]` to the next one. */
interface Seen {
  count: number;
  starts: Int32Array;
  /** Places in the input and in the kernel. */
  inputs: Int32Array;
  weights: Int32Array;
}

function lookup(axes: readonly Axis[]): Seen {
  let seen: Seen = { count: 1, starts: Int32Array.of(0, 1), inputs: Int32Array.of(0), weights: Int32Array.of(0) };
  for (const { size, kernel, stride, dilation, begin, results } of axes) {
    const room = seen.inputs.length * results * kernel;
    const next: Seen = {
      count: seen.count * results,
      starts: new Int32Array(seen.count * results + 1),
      inputs: new Int32Array(room),
      weights: new Int32Array(room),
    };
    let filled = 0;
    for (let place = 0; place < next.count; place++) {
      const [outer, result] = [Math.floor(place / results), place % results];
      for (let pair = seen.starts[outer] as number; pair < (seen.starts[outer + 1] as number); pair++)
        for (let k = 0; k < kernel; k++) {
          const at = result * stride - begin + k * dilation;
          if (at < 0 || at >= size) continue;
          next.inputs[filled] = (seen.inputs[pair] as number) * size + at;
          next.weights[filled] = (seen.weights[pair] as number) * kernel + k;
          filled += 1;
        }
      next.starts[place + 1] = filled;
    }
    seen = next;
  }
  return seen;
}

export const conv: Operator = ([x, w, b], attributes) => {
  const [from, weights, kernel] = [numbers(x as Value), numbers(w as Value), (w as Value).shape];
  const [batch, channels, ...sizes] = (x as Value).shape as [number, number];
  const [filters, inner] = kernel as [number, number];
  const group = attributes.number('group', 1);
  if (inner * group !== channels)
    throw new FormatError('invalid-structure', `expected ${inner * group} channels, found ${channels}`);
  const axes = axesOf(sizes, kernel.slice(2), attributes);
  const seen = lookup(axes);
  const [places, span] = [sizeOf(sizes), sizeOf(kernel.slice(2))];
  const data = new Float64Array(batch * filters * seen.count);
  const offsets = b ? numbers(b) : null;
  for (let row = 0; row < batch; row++)
    for (let filter = 0; filter < filters; filter++) {
      const sums = data.subarray((row * filters + filter) * seen.count, (row * filters + filter + 1) * seen.count);
      if (offsets) sums.fill(offsets[filter] as number);
      const first = Math.floor((filter * group) / filters) * inner;
      for (let channel = 0; channel < inner; channel++) {
        const input = (row * channels + first + channel) * places;
        const weight = (filter * inner + channel) * span;
        addSeen(seen, sums, from.subarray(input, input + places), weights.subarray(weight, weight + span));
      }
    }
  return [value([batch, filters, ...axes.map(({ results }) => results)], data)];
};

/** Adds, at every place, the products of what it sees of one channel with the kernel of that channel. */
function addSeen(
  { count, starts, inputs, weights }: Seen,
  sums: Float64Array,
  from: Float64Array,
  kernel: Float64Array,
) {
  let pair = 0;
  for (let place = 0; place < count; place++) {
    const end = starts[place + 1] as number;
    let sum = sums[place] as number;
    for (; pair < end; pair++)
      sum += (from[inputs[pair] as number] as number) * (kernel[weights[pair] as number] as number);
    sums[place] = sum;
  }
}

/** Every element spreads over a window of the result; `pads` cut its rim. */
export const convTranspose: Operator = ([x, w, b], attributes) => {
  const [from, weights, kernel] = [numbers(x as Value), numbers(w as Value), (w as Value).shape];
  const [batch, channels, ...sizes] = (x as Value).shape as [number, number];
  const filters = kernel[1] as number;
  const list = (name: string): number[] => attributes.numbers(name) ?? [];
  const [strides, pads, extra] = [list('strides'), list('pads'), list('output_padding')];
  if (attributes.number('group', 1) !== 1 || list('dilations').some((one) => one !== 1))
    throw new FormatError('unsupported', 'expected a transposed convolution of one group without dilation');
  // Turned around it is the convolution that takes the result to the input.
  const axes = sizes.map((results, i): Axis => {
    const [stride, width, begin] = [strides[i] ?? 1, kernel[i + 2] as number, pads[i] ?? 0];
    const size = stride * (results - 1) + (extra[i] ?? 0) + width - begin - (pads[i + sizes.length] ?? 0);
    return { size, kernel: width, stride, dilation: 1, begin, results };
  });
  const seen = lookup(axes);
  const [places, span] = [sizeOf(axes.map(({ size }) => size)), sizeOf(kernel.slice(2))];
  const data = new Float64Array(batch * filters * places);
  if (b) for (let i = 0; i < data.length; i++) data[i] = numbers(b)[Math.floor(i / places) % filters] as number;
  for (let row = 0; row < batch; row++)
    for (let channel = 0; channel < channels; channel++)
      for (let place = 0; place < seen.count; place++) {
        const element = from[(row * channels + channel) * seen.count + place] as number;
        for (let filter = 0; filter < filters; filter++)
          for (let pair = seen.starts[place] as number; pair < (seen.starts[place + 1] as number); pair++) {
            const at = (row * filters + filter) * places + (seen.inputs[pair] as number);
            const weight = (channel * filters + filter) * span + (seen.weights[pair] as number);
            data[at] = (data[at] as number) + element * (weights[weight] as number);
          }
      }
  return [value([batch, filters, ...axes.map(({ size }) => size)], data)];
};

/** Maximum or mean of what a window sees; what lies outside does not count. */
export const pool =
  (of: 'max' | 'average'): Operator =>
  ([x], attributes) => {
    const from = numbers(x as Value);
    const [batch, channels, ...sizes] = (x as Value).shape as [number, number];
    if (of === 'average' && attributes.number('count_include_pad', 0) !== 0)
      throw new FormatError('unsupported', 'expected a mean of what is there');
    const axes = axesOf(sizes, attributes.numbers('kernel_shape') ?? [], attributes);
    const seen = lookup(axes);
    const places = sizeOf(sizes);
    const data = new Float64Array(batch * channels * seen.count);
    for (let map = 0; map < batch * channels; map++)
      for (let place = 0; place < seen.count; place++) {
        const [start, end] = [seen.starts[place] as number, seen.starts[place + 1] as number];
        let found = of === 'max' ? Number.NEGATIVE_INFINITY : 0;
        for (let pair = start; pair < end; pair++) {
          const element = from[map * places + (seen.inputs[pair] as number)] as number;
          found = of === 'max' ? Math.max(found, element) : found + element / (end - start);
        }
        data[map * seen.count + place] = found;
      }
    return [value([batch, channels, ...axes.map(({ results }) => results)], data)];
  };
