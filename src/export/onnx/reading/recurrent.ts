import { FormatError } from '../../../bytes/format-error.js';
import { type NodeAttributes, numbers, type Operator, sizeOf, type Value, value } from './value.js';

const ACTIVATIONS: Readonly<Record<string, (x: number, alpha: number, beta: number) => number>> = {
  Sigmoid: (x) => 1 / (1 + Math.exp(-x)),
  Tanh: Math.tanh,
  Relu: (x) => Math.max(x, 0),
  Softplus: (x) => Math.log1p(Math.exp(-Math.abs(x))) + Math.max(0, x),
  Softsign: (x) => x / (1 + Math.abs(x)),
  HardSigmoid: (x, alpha, beta) => Math.max(0, Math.min(1, alpha * x + beta)),
  Affine: (x, alpha, beta) => alpha * x + beta,
};
/** Those that use up numbers of `activation_alpha` and `activation_beta`. */
const WITH_NUMBERS = new Set(['HardSigmoid', 'Affine']);

type Function = (x: number) => number;

function functionsOf(attributes: NodeAttributes, otherwise: readonly string[]): Function[] {
  const given = attributes.texts('activations');
  const [alphas, betas] = [attributes.numbers('activation_alpha') ?? [], attributes.numbers('activation_beta') ?? []];
  let taken = 0;
  return (given.length > 0 ? given : otherwise).map((name) => {
    const compute = Object.hasOwn(ACTIVATIONS, name) ? ACTIVATIONS[name] : undefined;
    if (!compute) throw new FormatError('unsupported', `expected a known activation, found ${name}`);
    const [alpha, beta] = WITH_NUMBERS.has(name) ? [alphas[taken] ?? 0.2, betas[taken++] ?? 0.5] : [0, 0];
    return (x) => compute(x, alpha, beta);
  });
}

/** One step: sums of the inputs and of the state by gate, with their biases; gives the next state. */
interface Step {
  functions: readonly Function[];
  /** Gate and unit → W x + Wb. */
  input(gate: number, unit: number): number;
  /** Gate and unit → R h + Rb, of any h. */
  state(gate: number, unit: number, h: readonly number[]): number;
  h: readonly number[];
  c: readonly number[];
  resetsAfter: boolean;
}

type Cell = (step: Step) => { h: number[]; c: number[] };

/** Equations of the operators' documentation, with its letters. */
const rnn: Cell = ({ functions: [f], input, state, h }) => ({
  h: h.map((_, unit) => (f as Function)(input(0, unit) + state(0, unit, h))),
  c: [],
});

const lstm: Cell = ({ functions, input, state, h, c }) => {
  const [f, g, last] = functions as [Function, Function, Function];
  const sum = (gate: number, unit: number): number => input(gate, unit) + state(gate, unit, h);
  const next = c.map((known, unit) => f(sum(2, unit)) * known + f(sum(0, unit)) * g(sum(3, unit)));
  return { c: next, h: next.map((known, unit) => f(sum(1, unit)) * last(known)) };
};

const gru: Cell = ({ functions, input, state, h, resetsAfter }) => {
  const [f, g] = functions as [Function, Function];
  const r = h.map((_, unit) => f(input(1, unit) + state(1, unit, h)));
  const damped = h.map((known, unit) => known * (r[unit] as number));
  return {
    c: [],
    h: h.map((known, unit) => {
      const z = f(input(0, unit) + state(0, unit, h));
      const inner = resetsAfter ? (r[unit] as number) * state(2, unit, h) : state(2, unit, damped);
      return (1 - z) * g(input(2, unit) + inner) + z * known;
    }),
  };
};

const recurrent =
  (cell: Cell, gates: number, otherwise: readonly string[]): Operator =>
  ([x, w, r, b, ...more], attributes) => {
    if (more.some((one) => one !== undefined) || (w as Value).shape[0] !== 1)
      throw new FormatError('unsupported', 'expected one direction without a first state');
    const [steps, batch, width] = (x as Value).shape as [number, number, number];
    const units = attributes.number('hidden_size', 0);
    const [from, kernel, own] = [numbers(x as Value), numbers(w as Value), numbers(r as Value)];
    const bias = b ? numbers(b) : new Float64Array(2 * gates * units);
    const functions = functionsOf(attributes, otherwise);
    const isReverse = attributes.text('direction', 'forward') === 'reverse';
    const all = new Float64Array(steps * batch * units);
    const end = new Float64Array(batch * units);
    for (let row = 0; row < batch; row++) {
      let [h, c]: [readonly number[], readonly number[]] = [Array(units).fill(0), Array(units).fill(0)];
      for (let i = 0; i < steps; i++) {
        const step = isReverse ? steps - 1 - i : i;
        const start = (step * batch + row) * width;
        const input = (gate: number, unit: number): number => {
          const line = gate * units + unit;
          let sum = bias[line] as number;
          for (let k = 0; k < width; k++) sum += (from[start + k] as number) * (kernel[line * width + k] as number);
          return sum;
        };
        const state = (gate: number, unit: number, of: readonly number[]): number => {
          const line = gate * units + unit;
          let sum = bias[gates * units + line] as number;
          for (let k = 0; k < units; k++) sum += (of[k] as number) * (own[line * units + k] as number);
          return sum;
        };
        const resetsAfter = attributes.number('linear_before_reset', 0) === 1;
        ({ h, c } = cell({ functions, input, state, h, c, resetsAfter }));
        all.set(h, (step * batch + row) * units);
      }
      end.set(h, row * units);
    }
    return [value([steps, 1, batch, units], all), value([1, batch, units], end)];
  };

/** `RNN`, `LSTM` and `GRU` of one direction, without peepholes. */
export const RECURRENT: Readonly<Record<string, Operator>> = {
  RNN: recurrent(rnn, 1, ['Tanh']),
  LSTM: recurrent(lstm, 4, ['Sigmoid', 'Tanh', 'Tanh']),
  GRU: recurrent(gru, 3, ['Sigmoid', 'Tanh']),
};

/** `BatchNormalization` of what was learned: the second axis has the channels. */
export const batchNormalization: Operator = ([x, scale, shift, mean, variance], attributes) => {
  const { shape } = x as Value;
  const [s, b, m, v] = [scale, shift, mean, variance].map((one) => numbers(one as Value)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const epsilon = attributes.number('epsilon', 1e-5);
  const places = sizeOf(shape.slice(2));
  const data = numbers(x as Value).map((element, i) => {
    const channel = Math.floor(i / places) % (shape[1] as number);
    const centered = element - (m[channel] as number);
    return (centered * (s[channel] as number)) / Math.sqrt((v[channel] as number) + epsilon) + (b[channel] as number);
  });
  return [{ shape, data }];
};

/** `LayerNormalization` over the axes from `axis` on. */
export const layerNormalization: Operator = ([x, scale, shift], attributes) => {
  const { shape } = x as Value;
  const axis = attributes.number('axis', -1);
  const width = sizeOf(shape.slice(axis < 0 ? axis + shape.length : axis));
  const [from, s, b] = [numbers(x as Value), numbers(scale as Value), shift ? numbers(shift) : null];
  const epsilon = attributes.number('epsilon', 1e-5);
  const data = new Float64Array(from.length);
  for (let start = 0; start < data.length; start += width) {
    let [sum, squares] = [0, 0];
    for (let i = 0; i < width; i++) sum += from[start + i] as number;
    const mean = sum / width;
    for (let i = 0; i < width; i++) squares += ((from[start + i] as number) - mean) ** 2;
    const deviation = Math.sqrt(squares / width + epsilon);
    for (let i = 0; i < width; i++)
      data[start + i] = (((from[start + i] as number) - mean) / deviation) * (s[i] as number) + (b?.[i] ?? 0);
  }
  return [{ shape, data }];
};
