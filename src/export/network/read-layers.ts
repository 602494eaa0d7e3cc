import type { Layer, Parallel, ReadLayer } from './layer.js';
import type { Merge, Operation, Shape } from './network.js';
import { addConvolutions } from './read-convolutions.js';
import { RECURRENT } from './read-recurrent.js';

export function readLayer(layer: Layer, shapes: readonly Shape[]): (Operation | Parallel)[] {
  const read = Object.hasOwn(LAYERS, layer.className) ? LAYERS[layer.className] : undefined;
  if (!read) return layer.refuse('nothing here computes layers of this class');
  if (shapes.length > 1 && !MERGES.has(layer.className)) layer.refuse('it takes several values');
  return read(layer, shapes);
}

/** Layers that change nothing when they predict. */
const SILENT = [
  'Dropout',
  'SpatialDropout1D',
  'SpatialDropout2D',
  'SpatialDropout3D',
  'AlphaDropout',
  'GaussianDropout',
  'GaussianNoise',
  'ActivityRegularization',
  'Identity',
  'RandomFlip',
  'RandomRotation',
  'RandomZoom',
  'RandomTranslation',
  'RandomContrast',
  'RandomBrightness',
  'RandomColorJitter',
  'RandomHue',
  'RandomSaturation',
  'RandomShear',
  'RandomErasing',
];

const merge =
  (of: Merge): ReadLayer =>
  (layer, shapes) => {
    if (shapes.length < 2) layer.refuse('it takes fewer than two values');
    if (of === 'subtract' && shapes.length > 2) layer.refuse('it subtracts more than two values');
    return [{ kind: 'merge', of }];
  };
const MERGES: ReadonlySet<string> = new Set([
  'Add',
  'Subtract',
  'Multiply',
  'Average',
  'Maximum',
  'Minimum',
  'Concatenate',
]);

const activated = (layer: Layer, operations: Operation[]): Operation[] => {
  const activation = layer.activation();
  return activation.name === 'linear' ? operations : [...operations, { kind: 'activation', activation }];
};

const LAYERS: Readonly<Record<string, ReadLayer>> = {
  ...Object.fromEntries(SILENT.map((name) => [name, () => [{ kind: 'activation', activation: { name: 'linear' } }]])),
  ...addConvolutions(activated),
  ...RECURRENT,
  Dense: (layer) => activated(layer, [{ kind: 'dense', kernel: layer.tensor('kernel'), bias: layer.bias() }]),
  Activation: (layer) => [{ kind: 'activation', activation: layer.activation() }],
  ReLU: (layer) => [{ kind: 'activation', activation: rectified(layer) }],
  LeakyReLU: (layer) => [
    {
      kind: 'activation',
      activation: { name: 'leaky-relu', alpha: layer.number('negative_slope', layer.number('alpha', 0.3)) },
    },
  ],
  ELU: (layer) => [{ kind: 'activation', activation: { name: 'elu', alpha: layer.number('alpha', 1) } }],
  PReLU: (layer) => [{ kind: 'activation', activation: { name: 'prelu', slopes: layer.tensor('alpha') } }],
  Softmax(layer, [shape = []]) {
    isLast(layer, shape);
    return [{ kind: 'activation', activation: { name: 'softmax' } }];
  },
  BatchNormalization(layer, [shape = []]) {
    isLast(layer, shape);
    if (layer.flag('renorm')) layer.refuse('batch renormalization');
    return [
      {
        kind: 'batch-normalization',
        mean: layer.tensor('moving_mean'),
        variance: layer.tensor('moving_variance'),
        gamma: layer.flag('scale', true) ? layer.tensor('gamma') : null,
        beta: layer.flag('center', true) ? layer.tensor('beta') : null,
        epsilon: layer.number('epsilon', 1e-3),
      },
    ];
  },
  LayerNormalization(layer, [shape = []]) {
    if (layer.flag('rms_scaling')) layer.refuse('rms_scaling');
    const axes = (layer.list('axis') ?? [-1]).map((axis) => axisOf(axis, shape)).sort((a, b) => a - b);
    const axis = axes[0] ?? shape.length - 1;
    if (axes.length !== shape.length - axis || axis < 1) layer.refuse('it normalizes axes that are not the last ones');
    return [
      {
        kind: 'layer-normalization',
        axis,
        gamma: layer.flag('scale', true) ? layer.tensor('gamma') : null,
        beta: layer.flag('center', true) ? layer.tensor('beta') : null,
        epsilon: layer.number('epsilon', 1e-3),
      },
    ];
  },
  Rescaling: (layer) => [{ kind: 'affine', scale: layer.list('scale') ?? [1], offset: layer.list('offset') ?? [0] }],
  Normalization(layer, [shape = []]) {
    isLast(layer, shape);
    if (layer.flag('invert')) layer.refuse('invert');
    return [{ kind: 'standardize', mean: layer.tensor('mean'), variance: layer.tensor('variance') }];
  },
  Embedding(layer) {
    if (layer.flag('mask_zero')) layer.refuse('mask_zero: steps that are left out depend on the values');
    return [{ kind: 'embedding', rows: layer.tensor('embeddings') }];
  },
  Add: merge('add'),
  Subtract: merge('subtract'),
  Multiply: merge('multiply'),
  Average: merge('average'),
  Maximum: merge('maximum'),
  Minimum: merge('minimum'),
  Concatenate: (layer, [shape = []]) => [{ kind: 'concatenate', axis: axisOf(layer.number('axis', -1), shape) }],
  Flatten(layer, [shape = []]) {
    const flat: Operation = { kind: 'reshape', to: [-1] };
    const format = layer.text('data_format', 'channels_last');
    if (format === 'channels_last') return [flat];
    if (format !== 'channels_first') layer.refuse(`data_format ${format}`);
    // Channels that come first are moved behind before the value is laid out.
    return [{ kind: 'permute', order: [0, ...shape.slice(2).map((_, i) => i + 2), 1] }, flat];
  },
  Reshape(layer) {
    const to = layer.list('target_shape') ?? layer.refuse('it has no target_shape');
    if (to.some((size) => size !== -1 && !(Number.isSafeInteger(size) && size >= 1)))
      layer.refuse(`target_shape is [${to.join(', ')}], expected sizes of at least 1, or -1 for what is left`);
    return [{ kind: 'reshape', to }];
  },
  Permute(layer, [shape = []]) {
    const dims = layer.list('dims') ?? layer.refuse('it has no dims');
    if ([...dims].sort((a, b) => a - b).some((axis, i) => axis !== i + 1) || dims.length !== shape.length - 1)
      layer.refuse('dims are no order of the axes');
    return [{ kind: 'permute', order: [0, ...dims] }];
  },
  RepeatVector: (layer) => [{ kind: 'repeat', times: layer.count('n', 1) }],
  ...Object.fromEntries([1, 2, 3].map((rank) => [`ZeroPadding${rank}D`, around('padding', rank, 1)])),
  ...Object.fromEntries([1, 2, 3].map((rank) => [`Cropping${rank}D`, around('cropping', rank, -1)])),
  ...Object.fromEntries([1, 2, 3].map((rank) => [`UpSampling${rank}D`, enlarged(rank)])),
  TimeDistributed: timeDistributed,
};

const axisOf = (axis: number, { length }: Shape): number => (axis < 0 ? axis + length : axis);

function isLast(layer: Layer, shape: Shape): void {
  const axes = layer.list('axis') ?? [-1];
  if (axes.length !== 1 || axisOf(axes[0] ?? -1, shape) !== shape.length - 1)
    layer.refuse('it works along another axis than the last one');
}

function rectified(layer: Layer): ReturnType<Layer['activation']> {
  const slope = layer.number('negative_slope', 0);
  if (layer.number('threshold', 0) !== 0) layer.refuse('a threshold');
  const most = layer.has('max_value') ? layer.number('max_value', 0) : null;
  if (slope !== 0 && most !== null) layer.refuse('a slope and a largest value at once');
  if (slope !== 0) return { name: 'leaky-relu', alpha: slope };
  return most === null ? { name: 'relu' } : { name: 'relu-up-to', most };
}

/** `padding` or `cropping`: one number, one an axis, or a pair an axis; in one dimension a number or a pair. */
function around(key: string, rank: number, sign: 1 | -1): ReadLayer {
  return (layer) => {
    layer.expectChannelsLast();
    const given = layer.get(key);
    const items = Array.isArray(given) ? given : [given];
    const axes = items.length === 1 ? Array.from({ length: rank }, () => items[0]) : rank === 1 ? [items] : items;
    const amounts = axes.map((axis): [number, number] => {
      const [begin, end = begin] = Array.isArray(axis) ? axis : [axis];
      return isAmount(begin) && isAmount(end)
        ? [sign * begin, sign * end]
        : layer.refuse(`${key} holds what is no whole number of at least 0`);
    });
    return amounts.length === rank ? [{ kind: 'pad', amounts }] : layer.refuse(`${key} is not of ${rank} axes`);
  };
}

const isAmount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

function enlarged(rank: number): ReadLayer {
  return (layer) => {
    layer.expectChannelsLast();
    if (layer.text('interpolation', 'nearest') !== 'nearest') layer.refuse('it interpolates between its inputs');
    return [{ kind: 'enlarge', times: layer.counts('size', rank, 2) }];
  };
}

/** The layer inside for each step: steps become part of the batch for it. */
function timeDistributed(layer: Layer, [shape = []]: readonly Shape[]): (Operation | Parallel)[] {
  const inner = layer.inner('layer', 'layer');
  if (inner.className === 'Dense' || inner.className === 'Activation') return readLayer(inner, [shape]);
  return layer.refuse(`nothing here computes ${inner.className} step by step`);
}
