import type { Layer, Parallel, ReadLayer } from './layer.js';
import { type Activation, CELL_ACTIVATIONS, type CellActivation, type Operation, type Recurrent } from './network.js';

const CELLS = { SimpleRNN: 'simple', LSTM: 'lstm', GRU: 'gru' } as const;
type CellClass = keyof typeof CELLS;

const isCell = (name: string): name is CellClass => Object.hasOwn(CELLS, name);

const isOfCells = (activation: Activation): activation is CellActivation =>
  CELL_ACTIVATIONS.some((name) => name === activation.name);

function activationOf(layer: Layer, key: string, otherwise: string): CellActivation {
  const found = layer.activation(key, otherwise);
  return isOfCells(found) ? found : layer.refuse(`the activation ${found.name} in a cell`);
}

function recurrent(layer: Layer, isReversed: boolean): Recurrent {
  const { className } = layer;
  if (!isCell(className)) return layer.refuse('nothing here computes recurrent layers of this class');
  for (const key of ['stateful', 'return_state', 'time_major'])
    if (layer.flag(key)) layer.refuse(`${key}: its state leaves the layer`);
  const hasInner = className !== 'SimpleRNN';
  const activation = activationOf(layer, 'activation', 'tanh');
  const inner = hasInner ? activationOf(layer, 'recurrent_activation', 'sigmoid') : activation;
  const kernel = layer.tensor('kernel');
  const weights = layer.tensor('recurrent_kernel');
  return {
    kind: 'recurrent',
    cell: CELLS[className],
    units: weights.info.shape[0] ?? 0,
    kernel,
    recurrent: weights,
    bias: layer.bias(),
    activation,
    inner,
    // The default is that of the file's version; both write it down.
    resetsAfter: className === 'GRU' && layer.flag('reset_after', false),
    isReversed,
    sequences: layer.flag('return_sequences'),
  };
}

/** A layer that goes backwards gives its results in the order in which it made them. */
const alone: ReadLayer = (layer) => {
  const isReversed = layer.flag('go_backwards');
  const operation = recurrent(layer, isReversed);
  return isReversed && operation.sequences ? [operation, { kind: 'reverse', axis: 1 }] : [operation];
};

const MERGES: Readonly<Record<string, Operation>> = {
  concat: { kind: 'concatenate', axis: -1 },
  sum: { kind: 'merge', of: 'add' },
  mul: { kind: 'merge', of: 'multiply' },
  ave: { kind: 'merge', of: 'average' },
};

function bidirectional(layer: Layer): (Operation | Parallel)[] {
  const forward = layer.inner('layer', 'forward');
  const backward = layer.has('backward_layer')
    ? layer.inner('backward_layer', 'backward')
    : layer.inner('layer', 'backward');
  if (forward.flag('go_backwards')) layer.refuse('its forward layer goes backwards');
  const mode = layer.has('merge_mode') ? layer.text('merge_mode', 'concat') : '';
  const merge = Object.hasOwn(MERGES, mode) ? MERGES[mode] : undefined;
  if (!merge) return layer.refuse('its two results are not merged');
  const ways = [recurrent(forward, false), recurrent(backward, true)];
  const rank = ways[0]?.sequences ? 3 : 2;
  return [
    { kind: 'parallel', branches: ways.map((way) => [way]) },
    merge.kind === 'concatenate' ? { ...merge, axis: rank - 1 } : merge,
  ];
}

export const RECURRENT: Readonly<Record<string, ReadLayer>> = {
  SimpleRNN: alone,
  LSTM: alone,
  GRU: alone,
  Bidirectional: bidirectional,
};
