import { readNumbers } from '../../formats/tensor-values.js';
import { activate } from './activate.js';
import { LEAST_DEVIATION, type Merge, type Network, type Operation } from './network.js';
import { joined, type NumberArray, numberArray, padded, permuted, sizeOf, within } from './number-array.js';
import { recurrent } from './recur.js';
import { convolved, enlarged, pooled, transposedConvolved } from './windows.js';

/** What a network gives for inputs, in double floats, by the order in which Keras has its outputs. */
export async function evaluateNetwork(
  { steps, outputs }: Network,
  inputs: ReadonlyMap<string, NumberArray>,
): Promise<NumberArray[]> {
  const values = new Map(inputs);
  const last = new Map(steps.flatMap(({ takes }, i) => takes.map((name) => [name, i] as const)));
  for (const { value } of outputs) last.set(value, steps.length);
  for (const [i, { operation, takes, gives }] of steps.entries()) {
    values.set(
      gives,
      await operate(
        operation,
        takes.map((name) => values.get(name) as NumberArray),
      ),
    );
    for (const name of takes) if (last.get(name) === i) values.delete(name);
  }
  return outputs.map(({ value }) => values.get(value) as NumberArray);
}

async function operate(operation: Operation, taken: readonly NumberArray[]): Promise<NumberArray> {
  const [x] = taken as [NumberArray];
  switch (operation.kind) {
    case 'dense':
      return dense(x, await readNumbers(operation.kernel), operation.bias && (await readNumbers(operation.bias)));
    case 'activation':
      return activate(operation.activation, x);
    case 'convolution':
      return convolved(operation, x);
    case 'transposed':
      return transposedConvolved(operation, x);
    case 'pool':
      return pooled(operation, x);
    case 'global-pool':
      return globallyPooled(operation, x);
    case 'batch-normalization':
      return batchNormalized(operation, x);
    case 'layer-normalization':
      return layerNormalized(operation, x);
    case 'affine': {
      const { scale, offset } = operation;
      const of = (list: readonly number[], i: number): number => Math.fround(list[i % list.length] as number);
      return { shape: x.shape, data: x.data.map((value, i) => value * of(scale, i) + of(offset, i)) };
    }
    case 'standardize': {
      const [mean, variance] = [await readNumbers(operation.mean), await readNumbers(operation.variance)];
      return {
        shape: x.shape,
        data: x.data.map((value, i) => {
          const divisor = Math.max(Math.sqrt(variance[i % variance.length] as number), LEAST_DEVIATION);
          return (value - (mean[i % mean.length] as number)) / divisor;
        }),
      };
    }
    case 'recurrent':
      return recurrent(operation, x);
    case 'embedding':
      return embedded(x, await readNumbers(operation.rows), operation.rows.info.shape);
    case 'merge':
      return merged(operation.of, taken);
    case 'concatenate':
      return joined(taken, operation.axis);
    case 'reshape': {
      const rest = operation.to.reduce((product, size) => (size === -1 ? product : product * size), x.shape[0] ?? 0);
      return {
        shape: [x.shape[0] ?? 0, ...operation.to.map((size) => (size === -1 ? x.data.length / rest : size))],
        data: x.data,
      };
    }
    case 'permute':
      return permuted(x, operation.order);
    case 'repeat': {
      const spread = numberArray([x.shape[0] ?? 0, 1, ...x.shape.slice(1)], x.data);
      return joined(
        Array.from({ length: operation.times }, () => spread),
        1,
      );
    }
    case 'pad':
      return padded(x, [[0, 0], ...operation.amounts]);
    case 'enlarge':
      return enlarged(x, operation.times);
    case 'reverse': {
      const steps = x.shape[operation.axis] ?? 0;
      return within(x, x.shape, (index) => index.map((at, axis) => (axis === operation.axis ? steps - 1 - at : at)));
    }
  }
}

function dense({ shape, data }: NumberArray, kernel: Float64Array, bias: Float64Array | null): NumberArray {
  const width = shape.at(-1) ?? 0;
  const units = kernel.length / width;
  const rows = data.length / width;
  const found = new Float64Array(rows * units);
  for (let row = 0; row < rows; row++) {
    const sums = found.subarray(row * units, (row + 1) * units);
    if (bias) sums.set(bias);
    for (let i = 0; i < width; i++) {
      const value = data[row * width + i] as number;
      for (let unit = 0; unit < units; unit++)
        sums[unit] = (sums[unit] as number) + value * (kernel[i * units + unit] as number);
    }
  }
  return { shape: [...shape.slice(0, -1), units], data: found };
}

function globallyPooled({ of, keeps }: { of: 'max' | 'average'; keeps: boolean }, x: NumberArray): NumberArray {
  const [batch = 0, channels = 0] = [x.shape[0], x.shape.at(-1)];
  const places = x.data.length / batch / channels;
  const data = new Float64Array(batch * channels).fill(of === 'max' ? Number.NEGATIVE_INFINITY : 0);
  for (let i = 0; i < x.data.length; i++) {
    const at = Math.floor(i / (places * channels)) * channels + (i % channels);
    const [known, value] = [data[at] as number, x.data[i] as number];
    data[at] = of === 'max' ? Math.max(known, value) : known + value / places;
  }
  const ones = keeps ? x.shape.slice(1, -1).map(() => 1) : [];
  return { shape: [batch, ...ones, channels], data };
}

type Normalization<Kind extends Operation['kind']> = Extract<Operation, { kind: Kind }>;

async function batchNormalized(
  { mean, variance, gamma, beta, epsilon }: Normalization<'batch-normalization'>,
  { shape, data }: NumberArray,
): Promise<NumberArray> {
  const [center, spread] = [await readNumbers(mean), await readNumbers(variance)];
  const [scale, shift] = [gamma && (await readNumbers(gamma)), beta && (await readNumbers(beta))];
  const channels = center.length;
  return {
    shape,
    data: data.map((value, i) => {
      const c = i % channels;
      const divisor = Math.sqrt((spread[c] as number) + Math.fround(epsilon));
      return ((value - (center[c] as number)) / divisor) * (scale?.[c] ?? 1) + (shift?.[c] ?? 0);
    }),
  };
}

async function layerNormalized(
  { axis, gamma, beta, epsilon }: Normalization<'layer-normalization'>,
  { shape, data }: NumberArray,
): Promise<NumberArray> {
  const [scale, shift] = [gamma && (await readNumbers(gamma)), beta && (await readNumbers(beta))];
  const width = sizeOf(shape.slice(axis));
  const found = Float64Array.from(data);
  for (let start = 0; start < found.length; start += width) {
    const part = found.subarray(start, start + width);
    const mean = part.reduce((sum, value) => sum + value, 0) / width;
    const variance = part.reduce((sum, value) => sum + (value - mean) ** 2, 0) / width;
    for (let i = 0; i < width; i++)
      part[i] =
        (((part[i] as number) - mean) / Math.sqrt(variance + Math.fround(epsilon))) * (scale?.[i] ?? 1) +
        (shift?.[i] ?? 0);
  }
  return { shape, data: found };
}

function embedded({ shape, data }: NumberArray, rows: Float64Array, [, width = 0]: readonly number[]): NumberArray {
  const found = new Float64Array(data.length * width);
  for (const [i, row] of data.entries())
    found.set(rows.subarray(Math.trunc(row) * width, (Math.trunc(row) + 1) * width), i * width);
  return { shape: [...shape, width], data: found };
}

const COMBINE: Readonly<Record<Merge, (a: number, b: number) => number>> = {
  add: (a, b) => a + b,
  average: (a, b) => a + b,
  subtract: (a, b) => a - b,
  multiply: (a, b) => a * b,
  maximum: Math.max,
  minimum: Math.min,
};

/** Axes of length 1 are repeated. */
function merged(of: Merge, taken: readonly NumberArray[]): NumberArray {
  const shape = (taken[0]?.shape ?? []).map((_, axis) => {
    const sizes = taken.map((one) => one.shape[axis] ?? 1);
    return sizes.includes(0) ? 0 : Math.max(...sizes);
  });
  const spread = taken.map((one) =>
    within(one, shape, (index) => index.map((at, axis) => (one.shape[axis] === 1 ? 0 : at))),
  );
  const [first, ...others] = spread as [NumberArray, ...NumberArray[]];
  const data = first.data.map((value, i) =>
    others.reduce((sum, { data: other }) => COMBINE[of](sum, other[i] as number), value),
  );
  return { shape, data: of === 'average' ? data.map((sum) => sum / taken.length) : data };
}
