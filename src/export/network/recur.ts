import { readNumbers } from '../../formats/tensor-values.js';
import { functionOf } from './activate.js';
import type { Recurrent } from './network.js';
import type { NumberArray } from './number-array.js';

interface Weights {
  kernel: Float64Array;
  recurrent: Float64Array;
  bias: Float64Array;
  recurrentBias: Float64Array;
}

type Cell = (x: Float64Array, state: State, weights: Weights, operation: Recurrent) => State;
interface State {
  h: Float64Array;
  c: Float64Array;
}

/** Steps through [batch, steps, inputs]; the first state is zero. */
export async function recurrent(operation: Recurrent, { shape, data }: NumberArray): Promise<NumberArray> {
  const [batch = 0, steps = 0, inputs = 0] = shape;
  const { units, sequences, isReversed } = operation;
  const weights = await weightsOf(operation);
  const cell = CELLS[operation.cell];
  const found = new Float64Array(batch * (sequences ? steps : 1) * units);
  for (let row = 0; row < batch; row++) {
    let state: State = { h: new Float64Array(units), c: new Float64Array(units) };
    for (let i = 0; i < steps; i++) {
      const step = isReversed ? steps - 1 - i : i;
      const start = (row * steps + step) * inputs;
      state = cell(data.subarray(start, start + inputs), state, weights, operation);
      found.set(state.h, (sequences ? row * steps + step : row) * units);
    }
  }
  return { shape: sequences ? [batch, steps, units] : [batch, units], data: found };
}

async function weightsOf({ kernel, recurrent: own, bias }: Recurrent): Promise<Weights> {
  const all = bias ? await readNumbers(bias) : new Float64Array();
  const gates = own.info.shape[1] ?? 0;
  return {
    kernel: await readNumbers(kernel),
    recurrent: await readNumbers(own),
    bias: bias ? all.subarray(0, gates) : new Float64Array(gates),
    recurrentBias: all.length > gates ? all.subarray(gates) : new Float64Array(gates),
  };
}

/** vector · matrix + bias */
function product(x: Float64Array, matrix: Float64Array, bias: Float64Array): Float64Array {
  const sums = Float64Array.from(bias);
  for (const [i, value] of x.entries())
    for (let j = 0; j < sums.length; j++)
      sums[j] = (sums[j] as number) + value * (matrix[i * sums.length + j] as number);
  return sums;
}

const gate = (all: Float64Array, number: number, units: number): Float64Array =>
  all.subarray(number * units, (number + 1) * units);

const CELLS: Readonly<Record<Recurrent['cell'], Cell>> = {
  simple(x, { h, c }, { kernel, recurrent: own, bias, recurrentBias }, { activation }) {
    const [a, b] = [product(x, kernel, bias), product(h, own, recurrentBias)];
    return { h: a.map((value, i) => functionOf(activation)(value + (b[i] as number))), c };
  },
  lstm(x, { h, c }, { kernel, recurrent: own, bias, recurrentBias }, { units, activation, inner }) {
    const [a, b] = [product(x, kernel, bias), product(h, own, recurrentBias)];
    const sums = a.map((value, i) => value + (b[i] as number));
    const [outer, gated] = [functionOf(activation), functionOf(inner)];
    const [i, f, g, o] = [0, 1, 2, 3].map((number) => gate(sums, number, units)) as [
      Float64Array,
      Float64Array,
      Float64Array,
      Float64Array,
    ];
    const next = c.map((value, at) => gated(f[at] as number) * value + gated(i[at] as number) * outer(g[at] as number));
    return { h: next.map((value, at) => gated(o[at] as number) * outer(value)), c: next };
  },
  gru(x, { h, c }, { kernel, recurrent: own, bias, recurrentBias }, { units, activation, inner, resetsAfter }) {
    const [outer, gated] = [functionOf(activation), functionOf(inner)];
    const a = product(x, kernel, bias);
    const b = product(h, own, recurrentBias);
    const at = (number: number, i: number): number =>
      (a[number * units + i] as number) + (b[number * units + i] as number);
    const z = h.map((_, i) => gated(at(0, i)));
    const r = h.map((_, i) => gated(at(1, i)));
    const reset = resetsAfter
      ? gate(b, 2, units).map((value, i) => value * (r[i] as number))
      : gate(
          product(
            h.map((value, i) => value * (r[i] as number)),
            own,
            recurrentBias,
          ),
          2,
          units,
        );
    const candidate = gate(a, 2, units).map((value, i) => outer(value + (reset[i] as number)));
    return {
      h: h.map((value, i) => (z[i] as number) * value + (1 - (z[i] as number)) * (candidate[i] as number)),
      c,
    };
  },
};
