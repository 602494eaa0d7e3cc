import { readNumbers } from '../../formats/tensor-values.js';
import { normalCumulative } from '../predictions/links.js';
import { type Activation, type PlainActivation, SELU } from './network.js';
import { type NumberArray, within } from './number-array.js';

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));

const PLAIN: Readonly<Record<Exclude<PlainActivation, 'softmax' | 'log-softmax'>, (x: number) => number>> = {
  linear: (x) => x,
  relu: (x) => Math.max(x, 0),
  sigmoid,
  tanh: Math.tanh,
  softplus,
  softsign: (x) => x / (1 + Math.abs(x)),
  selu: (x) => SELU.scale * (x > 0 ? x : SELU.alpha * Math.expm1(x)),
  gelu: (x) => x * normalCumulative(x),
  silu: (x) => x * sigmoid(x),
  mish: (x) => x * Math.tanh(softplus(x)),
  exponential: Math.exp,
  'hard-silu': (x) => x * Math.min(1, Math.max(0, x / 6 + 0.5)),
};

/** An activation as a function of one number. Settings are single floats, as frameworks compute. */
export function functionOf(activation: Activation): (x: number) => number {
  switch (activation.name) {
    case 'leaky-relu': {
      const alpha = Math.fround(activation.alpha);
      return (x) => (x >= 0 ? x : alpha * x);
    }
    case 'elu': {
      const alpha = Math.fround(activation.alpha);
      return (x) => (x > 0 ? x : alpha * Math.expm1(x));
    }
    case 'celu': {
      const alpha = Math.fround(activation.alpha);
      return (x) => Math.max(x, 0) + Math.min(0, alpha * Math.expm1(x / alpha));
    }
    case 'relu-up-to':
      return (x) => Math.min(Math.fround(activation.most), Math.max(x, 0));
    case 'hard-sigmoid': {
      const [alpha, beta] = [Math.fround(activation.alpha), Math.fround(activation.beta)];
      return (x) => Math.min(1, Math.max(0, alpha * x + beta));
    }
    case 'softmax':
    case 'log-softmax':
    case 'prelu':
      throw new Error(`${activation.name} is no function of one number`);
    default:
      return PLAIN[activation.name];
  }
}

export async function activate(activation: Activation, x: NumberArray): Promise<NumberArray> {
  const { shape, data } = x;
  if (activation.name === 'linear') return x;
  if (activation.name === 'softmax' || activation.name === 'log-softmax')
    return { shape, data: softmax(data, shape.at(-1) ?? 1, activation.name === 'log-softmax') };
  if (activation.name === 'prelu') {
    const own = { shape: [1, ...activation.slopes.info.shape], data: await readNumbers(activation.slopes) };
    const slopes = within(own, shape, (index) => index.map((at, axis) => (own.shape[axis] === 1 ? 0 : at)));
    return { shape, data: data.map((value, i) => (value >= 0 ? value : value * (slopes.data[i] as number))) };
  }
  return { shape, data: data.map(functionOf(activation)) };
}

function softmax(data: Float64Array, width: number, isLogarithm: boolean): Float64Array {
  const found = Float64Array.from(data);
  for (let start = 0; start < found.length; start += width) {
    const part = found.subarray(start, start + width);
    const most = part.reduce((best, value) => Math.max(best, value), Number.NEGATIVE_INFINITY);
    const total = part.reduce((sum, value) => sum + Math.exp(value - most), 0);
    for (let i = 0; i < part.length; i++) {
      const above = (part[i] as number) - most;
      part[i] = isLogarithm ? above - Math.log(total) : Math.exp(above) / total;
    }
  }
  return found;
}
