import { NotExportable } from '../not-exportable.js';
import { expectFit } from './fits.js';
import { type Operation, type Padding, type Shape, type Step, spatial } from './network.js';

/** Numbers of one value for one sample beyond which nobody here holds it: layers that multiply a value do so without end. */
export const MOST_ELEMENTS = 2 ** 25;

/** Numbers of a value for one sample, as far as they are known. */
export const elementsOf = (shape: Shape): number =>
  shape.slice(1).reduce<number>((product, size) => product * (size ?? 1), 1);

/** A shape that can be held; NotExportable for any other one. */
export function bounded(shape: Shape): Shape {
  if (shape.some((size) => size !== null && !(Number.isInteger(size) && size >= 1)))
    throw new NotExportable(`a value has the shape [${shape.map((size) => size ?? '?').join(', ')}]`);
  const elements = elementsOf(shape);
  if (elements > MOST_ELEMENTS)
    throw new NotExportable(`a value of ${elements} numbers a sample, at most ${MOST_ELEMENTS} are held here`);
  return shape;
}

/** Shape of what a step gives; NotExportable, with its layer, where the shapes do not fit. */
export function shapeAfter({ layer, operation }: Pick<Step, 'layer' | 'operation'>, taken: readonly Shape[]): Shape {
  try {
    expectFit(operation, taken);
    return bounded(given(operation, taken));
  } catch (error) {
    throw error instanceof NotExportable ? new NotExportable(`layer ${layer}: ${error.reason}`) : error;
  }
}

function given(operation: Operation, taken: readonly Shape[]): Shape {
  const [from = []] = taken;
  const channels = from.at(-1) ?? null;
  switch (operation.kind) {
    case 'activation':
    case 'batch-normalization':
    case 'layer-normalization':
    case 'affine':
    case 'standardize':
    case 'reverse':
      return from;
    case 'dense':
      return [...from.slice(0, -1), operation.kernel.info.shape.at(-1) ?? 0];
    case 'embedding':
      return [...from, operation.rows.info.shape.at(-1) ?? 0];
    case 'convolution': {
      const { shape } = operation.kernel.info;
      const filters = (shape.at(-1) ?? 0) * (operation.isDepthwise ? (shape.at(-2) ?? 0) : 1);
      const sizes = spatial(from).map((size, i) =>
        windows(size, reach(shape[i] ?? 1, operation.dilation[i] ?? 1), operation.strides[i] ?? 1, operation.padding),
      );
      return [from[0] ?? null, ...sizes, filters];
    }
    case 'transposed': {
      const { shape } = operation.kernel.info;
      const sizes = spatial(from).map((size, i) => {
        const [stride, kernel] = [operation.strides[i] ?? 1, shape[i] ?? 1];
        if (size === null) return null;
        return size * stride + (operation.padding === 'same' ? 0 : Math.max(kernel - stride, 0));
      });
      return [from[0] ?? null, ...sizes, shape.at(-2) ?? 0];
    }
    case 'pool': {
      const { size: window, strides, padding } = operation;
      const sizes = spatial(from).map((size, i) => windows(size, window[i] ?? 1, strides[i] ?? 1, padding));
      return [from[0] ?? null, ...sizes, channels];
    }
    case 'global-pool':
      return [from[0] ?? null, ...(operation.keeps ? spatial(from).map(() => 1) : []), channels];
    case 'recurrent':
      return operation.sequences ? [...from.slice(0, -1), operation.units] : [from[0] ?? null, operation.units];
    case 'merge':
      return taken.reduce(fitting);
    case 'concatenate':
      return from.map((size, axis) => (axis === operation.axis ? total(taken.map((one) => one[axis] ?? null)) : size));
    case 'reshape':
      return [from[0] ?? null, ...reshaped(from.slice(1), operation.to)];
    case 'permute':
      return operation.order.map((axis) => from[axis] ?? null);
    case 'repeat':
      return [from[0] ?? null, operation.times, ...from.slice(1)];
    case 'pad':
      return from.map((size, axis) => {
        const [begin, end] = operation.amounts[axis - 1] ?? [0, 0];
        return size === null ? null : positive(size + begin + end);
      });
    case 'enlarge':
      return [
        from[0] ?? null,
        ...spatial(from).map((size, i) => (size === null ? null : size * (operation.times[i] ?? 1))),
        channels,
      ];
  }
}

/** Elements from the first to the last that a kernel touches. */
export const reach = (kernel: number, dilation: number): number => (kernel - 1) * dilation + 1;

function windows(size: number | null, kernel: number, stride: number, padding: Padding): number | null {
  if (size === null) return null;
  return positive(padding === 'valid' ? Math.floor((size - kernel) / stride) + 1 : Math.ceil(size / stride));
}

function positive(size: number): number {
  if (size < 1) throw new NotExportable('an input of the stated shape is smaller than what the layers take');
  return size;
}

function fitting(a: Shape, b: Shape): Shape {
  if (a.length !== b.length) throw new NotExportable('values of different rank are merged');
  return a.map((size, axis) => {
    const other = b[axis] ?? null;
    if (size !== other && size !== null && other !== null && size !== 1 && other !== 1)
      throw new NotExportable(`values of ${size} and ${other} numbers along one axis are merged`);
    return size === 1 ? other : other === 1 || other === null ? size : other;
  });
}

const total = (sizes: readonly (number | null)[]): number | null =>
  sizes.includes(null) ? null : sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0);

function reshaped(from: Shape, to: readonly number[]): Shape {
  const known = from.includes(null) ? null : from.reduce<number>((product, size) => product * (size ?? 1), 1);
  const rest = to.reduce((product, size) => (size === -1 ? product : product * size), 1);
  const isFitting = to.includes(-1) ? known === null || known % rest === 0 : known === null || known === rest;
  if (!isFitting || to.indexOf(-1) !== to.lastIndexOf(-1))
    throw new NotExportable(`values of the shape [${from.join(', ')}] cannot have the shape [${to.join(', ')}]`);
  return to.map((size) => (size !== -1 ? size : known === null ? null : known / rest));
}
