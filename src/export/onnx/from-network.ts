import {
  type Activation,
  LEAST_DEVIATION,
  type Merge,
  type Network,
  type Operation,
  SELU,
  spatial,
} from '../network/network.js';
import type { OnnxModel, OnnxValue } from './builder.js';
import { Layout } from './layout.js';
import { writeRecurrent } from './recurrent.js';
import { writeConvolution, writeEnlarged, writePool, writeTransposed } from './windows.js';

/** A network of Keras as an ONNX graph of single floats. Inputs and outputs have their axes as Keras has them. */
export async function networkModel(network: Network, metadata: Record<string, string>): Promise<OnnxModel> {
  const layout = new Layout(network.shapes);
  const { graph } = layout;
  const inputs = network.inputs.map(({ name, dtype, shape }): OnnxValue => {
    const unique = graph.unique(name);
    const users = network.steps.filter(({ takes }) => takes.includes(name));
    const isIndex = users.every(({ operation }) => operation.kind === 'embedding');
    layout.set(name, dtype === 'float32' || isIndex ? unique : graph.add('Cast', [unique], { to: { int: 1 } }));
    if (dtype !== 'float32' && isIndex) layout.whole.add(name);
    return { name: unique, dtype, shape: ['batch', ...shape.slice(1)] };
  });
  for (const { operation, takes, gives, layer } of network.steps) {
    layout.layer = layer;
    await write(layout, operation, takes, gives);
  }
  const outputs = network.outputs.map(({ name, value }): OnnxValue => {
    const unique = graph.unique(network.inputs.some((input) => input.name === name) ? `${name}:output` : name);
    graph.add('Identity', [layout.last(value)], {}, { output: unique });
    return { name: unique, dtype: 'float32', shape: ['batch', ...(network.shapes.get(value) ?? []).slice(1)] };
  });
  return graph.model({ name: network.name, inputs, outputs, metadata });
}

async function write(layout: Layout, operation: Operation, takes: readonly string[], gives: string): Promise<void> {
  const [x = ''] = takes;
  switch (operation.kind) {
    case 'dense': {
      const product = layout.add('MatMul', [layout.last(x), await layout.weights(operation.kernel)]);
      const { bias } = operation;
      return layout.set(gives, bias ? layout.add('Add', [product, await layout.weights(bias)]) : product);
    }
    case 'activation':
      return writeActivation(layout, operation.activation, x, gives);
    case 'convolution':
      return writeConvolution(layout, operation, x, gives);
    case 'transposed':
      return writeTransposed(layout, operation, x, gives);
    case 'pool':
      return writePool(layout, operation, x, gives);
    case 'enlarge':
      return writeEnlarged(layout, operation.times, x, gives);
    case 'global-pool':
      return writeGlobalPool(layout, operation, x, gives);
    case 'batch-normalization': {
      const { mean, variance, gamma, beta, epsilon } = operation;
      const count = mean.info.shape[0] ?? 0;
      const inputs = [
        layout.first(x),
        gamma ? await layout.weights(gamma) : layout.filled('gamma', count, 1),
        beta ? await layout.weights(beta) : layout.filled('beta', count, 0),
        await layout.weights(mean),
        await layout.weights(variance),
      ];
      return layout.setFirst(gives, layout.add('BatchNormalization', inputs, { epsilon: { float: epsilon } }));
    }
    case 'layer-normalization': {
      const { axis, gamma, beta, epsilon } = operation;
      const shape =
        gamma?.info.shape ??
        beta?.info.shape ??
        layout
          .shape(x)
          .slice(axis)
          .map((size) => size ?? 1);
      const inputs = [
        layout.last(x),
        gamma ? await layout.weights(gamma) : layout.ones('gamma', shape),
        ...(beta ? [await layout.weights(beta)] : []),
      ];
      const attributes = { axis: { int: axis }, epsilon: { float: epsilon } };
      return layout.set(gives, layout.add('LayerNormalization', inputs, attributes));
    }
    case 'affine': {
      const scaled = layout.add('Mul', [layout.last(x), layout.floats('scale', operation.scale)]);
      return layout.set(gives, layout.add('Add', [scaled, layout.floats('offset', operation.offset)]));
    }
    case 'standardize': {
      const arrange = (data: Float64Array): Float64Array =>
        data.map((one) => Math.max(Math.sqrt(one), LEAST_DEVIATION));
      const { mean, variance } = operation;
      const deviation = await layout.weights(variance, { id: 'deviation', shape: variance.info.shape, arrange });
      const centered = layout.add('Sub', [layout.last(x), await layout.weights(mean)]);
      return layout.set(gives, layout.add('Div', [centered, deviation]));
    }
    case 'recurrent':
      return writeRecurrent(layout, operation, x, gives);
    case 'embedding': {
      const indices = layout.whole.has(x) ? layout.last(x) : layout.add('Cast', [layout.last(x)], { to: { int: 7 } });
      return layout.set(gives, layout.add('Gather', [await layout.weights(operation.rows), indices]));
    }
    case 'merge':
      return writeMerge(layout, operation.of, takes, gives);
    case 'concatenate': {
      const isFirst = takes.every((name) => layout.hasFirst(name));
      const rank = layout.rank(x);
      const { axis } = operation;
      const first = axis === 0 ? 0 : axis === rank - 1 ? 1 : axis + 1;
      const inputs = takes.map((name) => (isFirst ? layout.first(name) : layout.last(name)));
      const joined = layout.add('Concat', inputs, { axis: { int: isFirst ? first : axis } });
      return isFirst ? layout.setFirst(gives, joined) : layout.set(gives, joined);
    }
    case 'reshape':
      return layout.set(gives, layout.add('Reshape', [layout.last(x), layout.integers('shape', [0, ...operation.to])]));
    case 'permute':
      return layout.set(gives, layout.add('Transpose', [layout.last(x)], { perm: { ints: operation.order } }));
    case 'repeat': {
      const spread = layout.add('Unsqueeze', [layout.last(x), layout.integers('axes', [1])]);
      const shape = [
        1,
        operation.times,
        ...layout
          .shape(x)
          .slice(1)
          .map(() => 1),
      ];
      return layout.set(gives, layout.add('Expand', [spread, layout.integers('shape', shape)]));
    }
    case 'pad':
      return writePad(layout, operation.amounts, x, gives);
    case 'reverse': {
      // −2^63 as the end: down to the very first one.
      const inputs = [[-1], [-(2 ** 63)], [operation.axis], [-1]].map((list) => layout.integers('reverse', list));
      return layout.set(gives, layout.add('Slice', [layout.last(x), ...inputs]));
    }
  }
}

function writeGlobalPool(
  layout: Layout,
  { of, keeps }: Extract<Operation, { kind: 'global-pool' }>,
  x: string,
  gives: string,
): void {
  const isFirst = layout.hasFirst(x);
  const axes = spatial(layout.shape(x)).map((_, i) => i + (isFirst ? 2 : 1));
  const inputs = [isFirst ? layout.first(x) : layout.last(x), layout.integers('axes', axes)];
  const operator = of === 'max' ? 'ReduceMax' : 'ReduceMean';
  const found = layout.add(operator, inputs, { keepdims: { int: Number(keeps) } });
  if (keeps && isFirst) layout.setFirst(gives, found);
  else layout.set(gives, found);
}

const MERGES: Readonly<Record<Merge, string>> = {
  add: 'Add',
  average: 'Add',
  subtract: 'Sub',
  multiply: 'Mul',
  maximum: 'Max',
  minimum: 'Min',
};

function writeMerge(layout: Layout, of: Merge, takes: readonly string[], gives: string): void {
  const isFirst = takes.every((name) => layout.hasFirst(name));
  const [start = '', ...others] = takes.map((name) => (isFirst ? layout.first(name) : layout.last(name)));
  let found = others.reduce((left, right) => layout.add(MERGES[of], [left, right]), start);
  if (of === 'average') found = layout.add('Div', [found, layout.floats('count', [takes.length])]);
  if (isFirst) layout.setFirst(gives, found);
  else layout.set(gives, found);
}

/** Zeros by `Pad`, cuts by `Slice`. */
function writePad(layout: Layout, amounts: readonly [number, number][], x: string, gives: string): void {
  let found = layout.last(x);
  if (amounts.some((pair) => pair.some((amount) => amount > 0))) {
    const behind = layout.rank(x) - 1 - amounts.length;
    const side = (at: 0 | 1): number[] => [
      0,
      ...amounts.map((pair) => Math.max(pair[at], 0)),
      ...Array.from({ length: behind }, () => 0),
    ];
    found = layout.add('Pad', [found, layout.integers('pads', [...side(0), ...side(1)])]);
  }
  const cuts = amounts.flatMap(([begin, end], i) =>
    begin < 0 || end < 0 ? [{ axis: i + 1, start: Math.max(-begin, 0), end: end < 0 ? end : 2 ** 31 - 1 }] : [],
  );
  if (cuts.length > 0) {
    const lists = [cuts.map(({ start }) => start), cuts.map(({ end }) => end), cuts.map(({ axis }) => axis)];
    found = layout.add('Slice', [found, ...lists.map((list) => layout.integers('cut', list))]);
  }
  layout.set(gives, found);
}

async function writeActivation(layout: Layout, activation: Activation, x: string, gives: string): Promise<void> {
  if (activation.name === 'linear') return layout.share(x, gives);
  if (activation.name === 'softmax' || activation.name === 'log-softmax') {
    const operator = activation.name === 'softmax' ? 'Softmax' : 'LogSoftmax';
    return layout.set(gives, layout.add(operator, [layout.last(x)], { axis: { int: -1 } }));
  }
  if (activation.name === 'prelu')
    return layout.set(gives, layout.add('PRelu', [layout.last(x), await layout.weights(activation.slopes)]));
  const isFirst = layout.hasFirst(x);
  const found = activated(layout, activation, isFirst ? layout.first(x) : layout.last(x));
  if (isFirst) layout.setFirst(gives, found);
  else layout.set(gives, found);
}

/** Activations that are operators of their own, by their name there. */
const OPERATORS: Readonly<Record<string, string>> = {
  relu: 'Relu',
  sigmoid: 'Sigmoid',
  tanh: 'Tanh',
  softplus: 'Softplus',
  softsign: 'Softsign',
  exponential: 'Exp',
};

function activated(layout: Layout, activation: Activation, x: string): string {
  const { name } = activation;
  const operator = OPERATORS[name];
  if (operator !== undefined) return layout.add(operator, [x]);
  const times = (a: string, b: string): string => layout.add('Mul', [a, b]);
  const hardSigmoid = (alpha: number, beta: number): string =>
    layout.add('HardSigmoid', [x], { alpha: { float: alpha }, beta: { float: beta } });
  switch (name) {
    case 'leaky-relu':
      return layout.add('LeakyRelu', [x], { alpha: { float: activation.alpha } });
    case 'elu':
      return layout.add('Elu', [x], { alpha: { float: activation.alpha } });
    case 'celu':
      return layout.add('Celu', [x], { alpha: { float: activation.alpha } });
    case 'selu':
      // The operator's defaults have fewer digits.
      return layout.add('Selu', [x], { alpha: { float: SELU.alpha }, gamma: { float: SELU.scale } });
    case 'relu-up-to':
      return layout.add('Clip', [x, layout.scalar('least', 0), layout.scalar('most', activation.most)]);
    case 'hard-sigmoid':
      return hardSigmoid(activation.alpha, activation.beta);
    case 'hard-silu':
      return times(x, hardSigmoid(1 / 6, 0.5));
    case 'silu':
      return times(x, layout.add('Sigmoid', [x]));
    case 'mish':
      return times(x, layout.add('Tanh', [layout.add('Softplus', [x])]));
    case 'gelu': {
      const erf = layout.add('Erf', [layout.add('Div', [x, layout.scalar('root', Math.SQRT2)])]);
      const above = layout.add('Add', [erf, layout.scalar('one', 1)]);
      return times(times(x, above), layout.scalar('half', 0.5));
    }
    default:
      throw new Error(`${name} has no operator`);
  }
}
