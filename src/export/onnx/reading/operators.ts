import { FormatError } from '../../../bytes/format-error.js';
import { extreme, reduced, soft } from './axes.js';
import { ensemble } from './ensemble.js';
import { batchNormalization, layerNormalization, RECURRENT } from './recurrent.js';
import {
  concat,
  flatten,
  gather,
  matMul,
  pad,
  reshape,
  resize,
  slice,
  squeeze,
  transpose,
  unsqueeze,
} from './shapes.js';
import type { Operator } from './value.js';
import { broadcast, broadcastShape, numbers, sizeOf, type Value, value, walkRuns } from './value.js';
import { conv, convTranspose, pool } from './windows.js';

const each =
  (compute: (x: number) => number): Operator =>
  ([x]) => [value((x as Value).shape, numbers(x as Value).map(compute))];
const both =
  (compute: (x: number, y: number) => number): Operator =>
  ([a, b]) => [broadcast(a as Value, b as Value, compute)];

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** The error function by its series (Abramowitz and Stegun 7.1.6), whose terms all have one sign; above 6 it is 1. */
function erf(x: number): number {
  if (Math.abs(x) > 6) return Math.sign(x);
  let [term, sum] = [x, x];
  for (let i = 1; i < 400 && Math.abs(term) > Math.abs(sum) * 1e-17; i++) {
    term *= (2 * x * x) / (2 * i + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

/** Halves go to the even neighbor. */
function roundedToEven(x: number): number {
  const rounded = Math.round(x);
  return Math.abs(x % 1) === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}

const where: Operator = ([condition, yes, no]) => {
  const [c, y, n] = [condition as Value, yes as Value, no as Value];
  const shape = broadcastShape(broadcastShape(c.shape, y.shape), n.shape);
  const [test, a, b] = [numbers(c), numbers(y), numbers(n)];
  const data = new Float64Array(sizeOf(shape));
  walkRuns(shape, [c.shape, y.shape, n.shape], (start, end, [p, q, r], [step, one, other]) => {
    for (let i = start; i < end; i++) {
      const k = i - start;
      data[i] = (test[p + k * step] ? a[q + k * one] : b[r + k * other]) as number;
    }
  });
  return [{ shape, data }];
};

/** `to` by TensorProto.DataType: single floats round, integers are cut off. */
const cast: Operator = ([x], attributes) => {
  const to = attributes.number('to', 0);
  const convert = {
    1: Math.fround,
    6: Math.trunc,
    7: Math.trunc,
    9: (n: number) => Number(n !== 0),
    11: (n: number) => n,
  }[to];
  if (!convert) throw new FormatError('unsupported', `expected a cast to a type that is known here, found ${to}`);
  return [value((x as Value).shape, numbers(x as Value).map(convert))];
};

const clip: Operator = ([x, low, high]) => {
  const [least, most] = [low ? (numbers(low)[0] as number) : -Infinity, high ? (numbers(high)[0] as number) : Infinity];
  return [
    value(
      (x as Value).shape,
      numbers(x as Value).map((n) => Math.min(most, Math.max(least, n))),
    ),
  ];
};

/** One column for each label of `cats_strings`, behind the axes that there are. */
const oneHot: Operator = ([x], attributes) => {
  const { shape, data } = x as Value;
  const labels = attributes.texts('cats_strings');
  const found = Array.from(data as readonly string[]).flatMap((text) => labels.map((label) => Number(label === text)));
  return [value([...shape, labels.length], found)];
};

export const OPERATORS: Readonly<Record<string, Operator>> = {
  Identity: ([x]) => [x as Value],
  Add: both((x, y) => x + y),
  Sub: both((x, y) => x - y),
  Mul: both((x, y) => x * y),
  Div: both((x, y) => x / y),
  Pow: both((x, y) => x ** y),
  Max: both(Math.max),
  Min: both(Math.min),
  Equal: both((x, y) => Number(x === y)),
  Greater: both((x, y) => Number(x > y)),
  GreaterOrEqual: both((x, y) => Number(x >= y)),
  Abs: each(Math.abs),
  Neg: each((x) => -x),
  Round: each(roundedToEven),
  Sqrt: each(Math.sqrt),
  Exp: each(Math.exp),
  IsNaN: each((x) => Number(Number.isNaN(x))),
  Sigmoid: each(sigmoid),
  Tanh: each(Math.tanh),
  Relu: each((x) => Math.max(0, x)),
  Softplus: each((x) => Math.log1p(Math.exp(-Math.abs(x))) + Math.max(0, x)),
  Softsign: each((x) => x / (1 + Math.abs(x))),
  Elu: ([x], attributes) => {
    const alpha = attributes.number('alpha', 1);
    return [
      value(
        (x as Value).shape,
        numbers(x as Value).map((n) => (n >= 0 ? n : alpha * Math.expm1(n))),
      ),
    ];
  },
  Selu: ([x], attributes) => {
    const [alpha, gamma] = [attributes.number('alpha', 1.6732632), attributes.number('gamma', 1.050701)];
    return [
      value(
        (x as Value).shape,
        numbers(x as Value).map((n) => gamma * (n > 0 ? n : alpha * Math.expm1(n))),
      ),
    ];
  },
  LeakyRelu: ([x], attributes) => {
    const alpha = attributes.number('alpha', 0.01);
    return [
      value(
        (x as Value).shape,
        numbers(x as Value).map((n) => (n >= 0 ? n : alpha * n)),
      ),
    ];
  },
  Celu: ([x], attributes) => {
    const alpha = attributes.number('alpha', 1);
    return each((n) => Math.max(0, n) + Math.min(0, alpha * Math.expm1(n / alpha)))([x as Value], attributes);
  },
  HardSigmoid: ([x], attributes) => {
    const [alpha, beta] = [attributes.number('alpha', 0.2), attributes.number('beta', 0.5)];
    return each((n) => Math.max(0, Math.min(1, alpha * n + beta)))([x as Value], attributes);
  },
  PRelu: both((n, slope) => (n < 0 ? n * slope : n)),
  Erf: each(erf),
  Clip: clip,
  Cast: cast,
  Where: where,
  Softmax: soft((above, total) => Math.exp(above) / total),
  LogSoftmax: soft((above, total) => above - Math.log(total)),
  ArgMax: extreme((x, best) => x > best),
  ArgMin: extreme((x, best) => x < best),
  ReduceSum: reduced(0, (sum, x) => sum + x),
  ReduceMean: reduced(
    0,
    (sum, x) => sum + x,
    (sum, count) => sum / count,
  ),
  ReduceMax: reduced(Number.NEGATIVE_INFINITY, Math.max),
  MatMul: ([a, b]) => [matMul(a as Value, b as Value)],
  Reshape: ([x, shape]) => [reshape(x as Value, [...numbers(shape as Value)])],
  Flatten: ([x], attributes) => [flatten(x as Value, attributes.number('axis', 1))],
  Transpose: ([x], attributes) => [transpose(x as Value, attributes.numbers('perm') ?? [])],
  Concat: (inputs, attributes) => [concat(inputs, attributes.number('axis', 0))],
  Gather: ([x, indices], attributes) => [gather(x as Value, indices as Value, attributes.number('axis', 0))],
  Squeeze: ([x, axes]) => [squeeze(x as Value, axes as Value)],
  Unsqueeze: ([x, axes]) => [unsqueeze(x as Value, axes as Value)],
  Expand: ([x, shape]) => {
    const wanted = [...numbers(shape as Value)];
    return [broadcast(x as Value, value(wanted, new Float64Array(sizeOf(wanted))), (n) => n)];
  },
  Pad: ([x, pads]) => [pad(x as Value, pads as Value)],
  Slice: ([x, starts, ends, axes, steps]) => [slice(x as Value, starts as Value, ends as Value, axes, steps)],
  Resize: ([x, , scales], attributes) => [resize(x as Value, scales as Value, attributes)],
  Conv: conv,
  ConvTranspose: convTranspose,
  MaxPool: pool('max'),
  AveragePool: pool('average'),
  BatchNormalization: batchNormalization,
  LayerNormalization: layerNormalization,
  ...RECURRENT,
  'ai.onnx.ml::OneHotEncoder': oneHot,
  'ai.onnx.ml::TreeEnsemble': ensemble,
};
