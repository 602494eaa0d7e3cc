import { type Operation, type Padding, type Shape, spatial } from '../network/network.js';
import { reach } from '../network/shapes.js';
import type { OnnxNode } from './builder.js';
import type { Layout } from './layout.js';

type Of<Kind extends Operation['kind']> = Extract<Operation, { kind: Kind }>;

/** `pads` where they are known; else the attribute that lets the runtime compute them as TensorFlow does. */
function padsOf(
  shape: Shape,
  kernel: readonly number[],
  strides: readonly number[],
  dilation: readonly number[],
  padding: Padding,
): OnnxNode['attributes'] {
  if (padding === 'valid') return {};
  const amounts = spatial(shape).map((size, i): [number, number] | null => {
    const [stride, touched] = [strides[i] ?? 1, reach(kernel[i] ?? 1, dilation[i] ?? 1)];
    if (padding === 'causal') return [touched - 1, 0];
    if (size === null && stride !== 1) return null;
    const total = stride === 1 ? touched - 1 : (Math.ceil((size ?? 0) / stride) - 1) * stride + touched - (size ?? 0);
    return [Math.floor(Math.max(total, 0) / 2), Math.ceil(Math.max(total, 0) / 2)];
  });
  if (amounts.includes(null)) return { auto_pad: { string: 'SAME_UPPER' } };
  return { pads: { ints: [0, 1].flatMap((side) => amounts.map((pair) => pair?.[side] ?? 0)) } };
}

export async function writeConvolution(
  layout: Layout,
  { kernel, bias, strides, dilation, padding, groups, isDepthwise }: Of<'convolution'>,
  x: string,
  gives: string,
): Promise<void> {
  const { shape } = kernel.info;
  const size = shape.slice(0, -2);
  const [inner = 1, last = 1] = shape.slice(-2);
  const weights = isDepthwise
    ? {
        id: 'depthwise',
        shape: [inner * last, 1, ...size],
        arrange: (data: Float64Array) => channelsFirst(data, inner * last),
      }
    : {
        id: 'filters',
        shape: [last, inner, ...size],
        arrange: (data: Float64Array) => channelsFirst(data, last, inner),
      };
  const inputs = [
    layout.first(x),
    await layout.weights(kernel, weights),
    ...(bias ? [await layout.weights(bias)] : []),
  ];
  const found = layout.add('Conv', inputs, {
    kernel_shape: { ints: size },
    strides: { ints: strides },
    dilations: { ints: dilation },
    group: { int: isDepthwise ? inner : groups },
    ...padsOf(layout.shape(x), size, strides, dilation, padding),
  });
  layout.setFirst(gives, found);
}

/** [places, inner, outer] as [outer, inner, places]. */
function channelsFirst(data: Float64Array, outer: number, inner = 1): Float64Array {
  const places = data.length / outer / inner;
  const found = new Float64Array(data.length);
  for (let place = 0; place < places; place++)
    for (let i = 0; i < inner; i++)
      for (let o = 0; o < outer; o++)
        found[(o * inner + i) * places + place] = data[(place * inner + i) * outer + o] as number;
  return found;
}

export async function writeTransposed(
  layout: Layout,
  { kernel, bias, strides, padding }: Of<'transposed'>,
  x: string,
  gives: string,
): Promise<void> {
  const { shape } = kernel.info;
  const size = shape.slice(0, -2);
  const [filters = 1, channels = 1] = shape.slice(-2);
  const weights = {
    id: 'transposed',
    shape: [channels, filters, ...size],
    arrange: (data: Float64Array) => channelsFirst(data, channels, filters),
  };
  const cut = size.map((length, i) => (padding === 'same' ? Math.max(length - (strides[i] ?? 1), 0) : 0));
  const found = layout.add(
    'ConvTranspose',
    [layout.first(x), await layout.weights(kernel, weights), ...(bias ? [await layout.weights(bias)] : [])],
    {
      kernel_shape: { ints: size },
      strides: { ints: strides },
      pads: { ints: [...cut.map((total) => Math.floor(total / 2)), ...cut.map((total) => Math.ceil(total / 2))] },
      // Windows that do not meet leave the rest of the stride empty.
      output_padding: { ints: size.map((length, i) => Math.max((strides[i] ?? 1) - length, 0)) },
    },
  );
  layout.setFirst(gives, found);
}

export function writePool(layout: Layout, { of, size, strides, padding }: Of<'pool'>, x: string, gives: string): void {
  const ones = size.map(() => 1);
  const found = layout.add(of === 'max' ? 'MaxPool' : 'AveragePool', [layout.first(x)], {
    kernel_shape: { ints: size },
    strides: { ints: strides },
    ...(of === 'average' && { count_include_pad: { int: 0 } }),
    ...padsOf(layout.shape(x), size, strides, ones, padding),
  });
  layout.setFirst(gives, found);
}

/** Every element several times. */
export function writeEnlarged(layout: Layout, times: readonly number[], x: string, gives: string): void {
  const scales = layout.floats('scales', [1, 1, ...times]);
  const found = layout.add('Resize', [layout.first(x), '', scales], {
    mode: { string: 'nearest' },
    coordinate_transformation_mode: { string: 'asymmetric' },
    nearest_mode: { string: 'floor' },
  });
  layout.setFirst(gives, found);
}
