import type { Layer, ReadLayer } from './layer.js';
import type { Operation, Padding } from './network.js';

/** Adds the activation of a layer behind its operations. */
type Activated = (layer: Layer, operations: Operation[]) => Operation[];

/** Layers of windows: convolutions and pools in one, two and three dimensions. */
export function addConvolutions(activated: Activated): Record<string, ReadLayer> {
  return Object.fromEntries(
    [1, 2, 3].flatMap((rank): [string, ReadLayer][] => {
      const named = (names: string[], read: ReadLayer): [string, ReadLayer][] => names.map((name) => [name, read]);
      return [
        ...named([`Conv${rank}D`, `Convolution${rank}D`], (layer) => activated(layer, [convolution(layer, rank)])),
        ...named([`DepthwiseConv${rank}D`], (layer) => activated(layer, [depthwise(layer, rank, layer.bias())])),
        ...named([`SeparableConv${rank}D`, `SeparableConvolution${rank}D`], (layer) =>
          activated(layer, [depthwise(layer, rank, null), pointwise(layer, rank)]),
        ),
        ...named([`Conv${rank}DTranspose`, `Convolution${rank}DTranspose`], (layer) =>
          activated(layer, [transposed(layer, rank)]),
        ),
        ...named([`MaxPooling${rank}D`, `MaxPool${rank}D`], (layer) => [pool(layer, rank, 'max')]),
        ...named([`AveragePooling${rank}D`, `AvgPool${rank}D`], (layer) => [pool(layer, rank, 'average')]),
        ...named([`GlobalMaxPooling${rank}D`, `GlobalMaxPool${rank}D`], (layer) => [globalPool(layer, rank, 'max')]),
        ...named([`GlobalAveragePooling${rank}D`, `GlobalAvgPool${rank}D`], (layer) => [
          globalPool(layer, rank, 'average'),
        ]),
      ];
    }),
  );
}

function paddingOf(layer: Layer): Padding {
  layer.expectChannelsLast();
  const padding = layer.text('padding', 'valid');
  return padding === 'valid' || padding === 'same' || padding === 'causal'
    ? padding
    : layer.refuse(`the padding ${padding}`);
}

function convolution(layer: Layer, rank: number): Operation {
  return {
    kind: 'convolution',
    kernel: kernelOf(layer, 'kernel', rank),
    bias: layer.bias(),
    strides: layer.counts('strides', rank, 1),
    dilation: layer.counts('dilation_rate', rank, 1),
    padding: paddingOf(layer),
    groups: layer.count('groups', 1),
    isDepthwise: false,
  };
}

function depthwise(layer: Layer, rank: number, bias: ReturnType<Layer['bias']>): Operation {
  const role = layer.optional('depthwise_kernel') ? 'depthwise_kernel' : 'kernel';
  return {
    kind: 'convolution',
    kernel: kernelOf(layer, role, rank),
    bias,
    strides: layer.counts('strides', rank, 1),
    dilation: layer.counts('dilation_rate', rank, 1),
    padding: paddingOf(layer),
    groups: 1,
    isDepthwise: true,
  };
}

const pointwise = (layer: Layer, rank: number): Operation => ({
  kind: 'convolution',
  kernel: kernelOf(layer, 'pointwise_kernel', rank),
  bias: layer.bias(),
  strides: layer.counts('', rank, 1),
  dilation: layer.counts('', rank, 1),
  padding: 'valid',
  groups: 1,
  isDepthwise: false,
});

function transposed(layer: Layer, rank: number): Operation {
  if (layer.has('output_padding')) layer.refuse('output_padding');
  if (layer.counts('dilation_rate', rank, 1).some((rate) => rate !== 1)) layer.refuse('a dilation');
  const padding = paddingOf(layer);
  if (padding === 'causal') layer.refuse('the padding causal');
  return {
    kind: 'transposed',
    kernel: kernelOf(layer, 'kernel', rank),
    bias: layer.bias(),
    strides: layer.counts('strides', rank, 1),
    padding,
  };
}

function kernelOf(layer: Layer, role: string, rank: number): ReturnType<Layer['tensor']> {
  const kernel = layer.tensor(role);
  return kernel.info.shape.length === rank + 2
    ? kernel
    : layer.refuse(`${role} has ${kernel.info.shape.length} axes, expected ${rank + 2}`);
}

function pool(layer: Layer, rank: number, of: 'max' | 'average'): Operation {
  const size = layer.counts('pool_size', rank, 2);
  const padding = paddingOf(layer);
  if (padding === 'causal') layer.refuse('the padding causal');
  const strides = layer.has('strides') ? layer.counts('strides', rank, 1) : size;
  return { kind: 'pool', of, size, strides, padding };
}

function globalPool(layer: Layer, rank: number, of: 'max' | 'average'): Operation {
  layer.expectChannelsLast();
  return { kind: 'global-pool', of, rank: rank + 2, keeps: layer.flag('keepdims') };
}
