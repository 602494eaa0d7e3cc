import { NotExportable } from '../not-exportable.js';
import { GATES, type Operation, type Shape } from './network.js';

type Of<Kind extends Operation['kind']> = Extract<Operation, { kind: Kind }>;

/** What an operation takes. A size that is not known fits any. */
interface Expected {
  /** Axes of the value, the batch among them. */
  rank?: number;
  /** Weights, null where the layer has none, and the shapes they must have. */
  weights?: [weight: { info: { shape: Shape } } | null, shape: readonly (number | null | undefined)[]][];
}

/** Settings, weights and values have to fit each other, as Keras demands; NotExportable where they do not. */
export function expectFit(operation: Operation, taken: readonly Shape[]): void {
  const [from = []] = taken;
  const { rank = from.length, weights = [] } = expectedBy(operation, from);
  expectRank(from, rank);
  for (const [weight, shape] of weights) if (weight) expectShape('weights', weight.info.shape, shape);
  if (operation.kind === 'convolution') expectGroups(operation);
  if (operation.kind === 'concatenate') expectJoinable(operation.axis, taken);
}

function expectedBy(operation: Operation, from: Shape): Expected {
  const channels = from.at(-1) ?? null;
  switch (operation.kind) {
    case 'dense': {
      const { kernel, bias } = operation;
      return { weights: [[kernel, [channels, null]], [bias, [kernel.info.shape[1]]]] }; // biome-ignore format: one line reads best
    }
    case 'convolution': {
      const { kernel, bias, groups, isDepthwise } = operation;
      const { shape } = kernel.info;
      const [inner = 0, last = 0] = shape.slice(-2);
      const own = isDepthwise || channels === null ? channels : channels / groups;
      const filters = isDepthwise ? inner * last : last;
      const open = shape.slice(0, -2).map(() => null);
      return { rank: shape.length, weights: [[kernel, [...open, own, null]], [bias, [filters]]] }; // biome-ignore format: one line reads best
    }
    case 'transposed': {
      const { kernel, bias } = operation;
      const { shape } = kernel.info;
      const open = shape.slice(0, -1).map(() => null);
      return { rank: shape.length, weights: [[kernel, [...open, channels]], [bias, [shape.at(-2)]]] }; // biome-ignore format: one line reads best
    }
    case 'pool':
      return { rank: operation.size.length + 2 };
    case 'enlarge':
      return { rank: operation.times.length + 2 };
    case 'global-pool':
      return { rank: operation.rank };
    case 'pad':
      return { rank: operation.amounts.length + 2 };
    case 'repeat':
      return { rank: 2 };
    case 'batch-normalization': {
      const { mean, variance, gamma, beta } = operation;
      return { weights: [mean, variance, gamma, beta].map((one) => [one, [channels]]) };
    }
    case 'standardize':
      return { weights: [operation.mean, operation.variance].map((one) => [one, [channels]]) };
    case 'layer-normalization':
      return { weights: [operation.gamma, operation.beta].map((one) => [one, from.slice(operation.axis)]) };
    case 'affine': {
      const lists = [operation.scale, operation.offset].filter(({ length }) => length !== 1);
      return { weights: lists.map(({ length }) => [{ info: { shape: [length] } }, [channels]]) };
    }
    case 'recurrent': {
      const { kernel, recurrent, bias, cell, units, resetsAfter } = operation;
      const rows = GATES[cell] * units;
      const rest = resetsAfter ? [2, rows] : [rows];
      return { rank: 3, weights: [[kernel, [channels, rows]], [recurrent, [units, rows]], [bias, rest]] }; // biome-ignore format: one line reads best
    }
    case 'embedding':
      return { weights: [[operation.rows, [null, null]]] };
    case 'activation': {
      const { activation } = operation;
      if (activation.name !== 'prelu') return {};
      const { shape } = activation.slopes.info;
      return { weights: [[activation.slopes, from.slice(1).map((size, axis) => (shape[axis] === 1 ? 1 : size))]] };
    }
    case 'concatenate':
    case 'reshape':
    case 'permute':
    case 'merge':
    case 'reverse':
      return {};
  }
}

function expectRank({ length }: Shape, expected: number): void {
  if (length !== expected) throw new NotExportable(`it takes values of ${expected} axes, found ${length}`);
}

function expectShape(what: string, found: Shape, expected: readonly (number | null | undefined)[]): void {
  const isFitting = (size: number | null, axis: number): boolean =>
    size === null || (expected[axis] ?? null) === null || size === expected[axis];
  if (found.length !== expected.length || !found.every(isFitting))
    throw new NotExportable(`${what} of the shape ${textOf(found)} where ${textOf(expected)} is expected`);
}

const textOf = (shape: readonly (number | null | undefined)[]): string =>
  `[${shape.map((size) => size ?? '?').join(', ')}]`;

function expectGroups({ kernel, groups, isDepthwise, padding }: Of<'convolution'>): void {
  const { shape } = kernel.info;
  const filters = shape.at(-1) ?? 0;
  if (!isDepthwise && filters % groups !== 0)
    throw new NotExportable(`${filters} filters cannot be shared among ${groups} groups`);
  if (padding === 'causal' && shape.length !== 3) throw new NotExportable('the padding causal goes along one axis');
}

function expectJoinable(axis: number, taken: readonly Shape[]): void {
  const [first = []] = taken;
  if (!(axis >= 1 && axis < first.length))
    throw new NotExportable(`axis ${axis}, along which values are joined, is none`);
  for (const other of taken)
    expectShape(
      'joined values',
      other.slice(1),
      first.slice(1).map((size, at) => (at + 1 === axis ? null : size)),
    );
}
