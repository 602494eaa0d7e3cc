import type { CellActivation, Recurrent } from '../network/network.js';
import type { OnnxNode } from './builder.js';
import type { Layout } from './layout.js';

/** Places of Keras' gates in the order of ONNX: LSTM i o f c, GRU z r h. */
const GATES: Readonly<Record<Recurrent['cell'], { operator: string; order: readonly number[] }>> = {
  simple: { operator: 'RNN', order: [0] },
  lstm: { operator: 'LSTM', order: [0, 3, 1, 2] },
  gru: { operator: 'GRU', order: [0, 1, 2] },
};

const NAMES: Readonly<Record<CellActivation['name'], string>> = {
  linear: 'Affine',
  relu: 'Relu',
  sigmoid: 'Sigmoid',
  tanh: 'Tanh',
  softplus: 'Softplus',
  softsign: 'Softsign',
  'hard-sigmoid': 'HardSigmoid',
};

/** A recurrent layer; ONNX has the steps before the batch. */
export async function writeRecurrent(layout: Layout, operation: Recurrent, x: string, gives: string): Promise<void> {
  const { units, cell, kernel, recurrent, bias, isReversed, sequences, resetsAfter } = operation;
  const { operator, order } = GATES[cell];
  const inputs = kernel.info.shape[0] ?? 0;
  const rows = order.length * units;
  const arranged = (height: number) => ({
    id: operator,
    shape: [1, rows, height],
    arrange: (data: Float64Array) => gatesOf(data, height, order, units),
  });
  const both = { id: operator, shape: [1, 2 * rows], arrange: (data: Float64Array) => biasOf(data, order, units) };
  const swapped = layout.add('Transpose', [layout.last(x)], { perm: { ints: [1, 0, 2] } });
  const [all, last] = layout.graph.addMany(
    operator,
    [
      swapped,
      await layout.weights(kernel, arranged(inputs)),
      await layout.weights(recurrent, arranged(units)),
      ...(bias ? [await layout.weights(bias, both)] : []),
    ],
    2,
    {
      hidden_size: { int: units },
      direction: { string: isReversed ? 'reverse' : 'forward' },
      ...activationsOf(operation),
      ...(cell === 'gru' && { linear_before_reset: { int: Number(resetsAfter) } }),
    },
    { name: `${layout.layer}/${operator}` },
  ) as [string, string];
  if (!sequences) return layout.set(gives, layout.add('Squeeze', [last, layout.integers('axes', [0])]));
  const steps = layout.add('Squeeze', [all, layout.integers('axes', [1])]);
  layout.set(gives, layout.add('Transpose', [steps], { perm: { ints: [1, 0, 2] } }));
}

/** Gates first, then the cell, for LSTM once more for its output. */
function activationsOf({ cell, activation, inner }: Recurrent): OnnxNode['attributes'] {
  const all: CellActivation[] =
    cell === 'simple' ? [activation] : cell === 'gru' ? [inner, activation] : [inner, activation, activation];
  const settings = all.flatMap((one): [number, number][] =>
    one.name === 'hard-sigmoid' ? [[one.alpha, one.beta]] : one.name === 'linear' ? [[1, 0]] : [],
  );
  return {
    activations: { strings: all.map(({ name }) => NAMES[name]) },
    ...(settings.length > 0 && {
      activation_alpha: { floats: settings.map(([alpha]) => alpha) },
      activation_beta: { floats: settings.map(([, beta]) => beta) },
    }),
  };
}

/** [height, gates × units] as [gates × units, height], the gates in another order. */
function gatesOf(data: Float64Array, height: number, order: readonly number[], units: number): Float64Array {
  const width = order.length * units;
  const found = new Float64Array(data.length);
  for (const [to, from] of order.entries())
    for (let unit = 0; unit < units; unit++)
      for (let row = 0; row < height; row++)
        found[(to * units + unit) * height + row] = data[row * width + from * units + unit] as number;
  return found;
}

/** Those of the inputs, then those of the state, which are zero where Keras has one for both. */
function biasOf(data: Float64Array, order: readonly number[], units: number): Float64Array {
  const width = order.length * units;
  const found = new Float64Array(2 * width);
  for (const [to, from] of order.entries())
    for (const half of [0, 1])
      for (let unit = 0; unit < units; unit++)
        found[half * width + to * units + unit] = data[half * width + from * units + unit] ?? 0;
  return found;
}
