import { createHash } from 'node:crypto';
import { type Network, type Operation, type Shape, spatial } from '../network/network.js';
import type { NumberArray } from '../network/number-array.js';
import { bounded, elementsOf, MOST_ELEMENTS, shapeAfter } from '../network/shapes.js';
import { NotExportable } from '../not-exportable.js';
import type { ProofResult } from '../proof.js';
import { generator } from './rows.js';

/** Lengths tried for axes that vary: the first that the layers take. */
const LENGTHS = [9, 16, 32, 64, 128, 224];
/** Products of two numbers for all samples: seconds in JavaScript. */
const PRODUCTS = 2e8;
/** Products for one sample beyond which nobody waits for a proof. */
const MOST_PRODUCTS = 1e10;
/** What an element that is only moved takes, in products. */
const MOVED = 50;
const MOST_SAMPLES = 16;

/** Inputs of a network that depend on its shapes alone, so that everybody gets the same ones. */
export interface Samples {
  /** By input. */
  feeds: ReadonlyMap<string, NumberArray>;
  count: number;
  about: NonNullable<ProofResult['inputs']>;
}

export function generateSamples(network: Network): Samples {
  const { inputs } = network;
  const { sizes, products, elements } = sampleSizes(network);
  const fitting = Math.floor(Math.min(PRODUCTS / products, MOST_ELEMENTS / elements));
  const count = Math.max(1, Math.min(MOST_SAMPLES, fitting));
  const random = generator(0x6e657477);
  const feeds = new Map<string, NumberArray>();
  const hash = createHash('sha256');
  for (const [i, { name, dtype, below }] of inputs.entries()) {
    const shape = [count, ...(sizes[i] as number[])];
    const length = shape.reduce((product, size) => product * size, 1);
    const single = length / count;
    const data = Float64Array.from({ length }, (_, at) =>
      below !== undefined
        ? Math.floor(random() * below)
        : dtype === 'float32'
          ? Math.fround((random() * 4 - 2) * SCALES[Math.floor(at / single) % SCALES.length]!)
          : Math.floor(random() * 10),
    );
    hash.update(`${name}\0${shape.join()}\0`).update(new Uint8Array(data.buffer));
    feeds.set(name, { shape, data });
  }
  return { feeds, count, about: { rows: count, sha256: hash.digest('hex'), how: HOW } };
}

/** Small numbers and large ones in turn. */
const SCALES = [1, 0.1, 10] as const;

const HOW =
  'generated from the shapes alone: numbers around 0 of several sizes, rows of embeddings; the digest is that of name, shape and doubles of each input';

/** Sizes of inputs that a proof takes, and what it costs. */
interface SampleSizes {
  /** Without the batch, of every input. */
  sizes: number[][];
  /** Products that one sample takes. */
  products: number;
  /** Numbers of its largest value. */
  elements: number;
}

/** Throws NotExportable where no proof is possible, which is known before anything is written. */
export function sampleSizes(network: Network): SampleSizes {
  let refusal: unknown;
  for (const length of LENGTHS) {
    const sizes = network.inputs.map(({ shape }) => shape.slice(1).map((size) => size ?? length));
    try {
      return { sizes, ...costOf(network, sizes) };
    } catch (error) {
      // What is too short may fit when it is longer; what is too much does not when it is more.
      refusal ??= error;
    }
  }
  throw refusal;
}

function costOf({ inputs, steps }: Network, sizes: readonly number[][]): Omit<SampleSizes, 'sizes'> {
  const shapes = new Map<string, Shape>(inputs.map(({ name }, i) => [name, bounded([1, ...(sizes[i] as number[])])]));
  let products = 1;
  for (const step of steps) {
    const taken = step.takes.map((name) => shapes.get(name) ?? []);
    const shape = shapeAfter(step, taken);
    shapes.set(step.gives, shape);
    products += shareOf(step.operation, elementsOf(taken[0] ?? []), elementsOf(shape));
    if (pairsOf(step.operation, shape) > MOST_ELEMENTS)
      throw new NotExportable(`layer ${step.layer}: its windows see more than ${MOST_ELEMENTS} numbers`);
  }
  if (products > MOST_PRODUCTS)
    throw new NotExportable(
      `proving it takes ${products.toExponential(1)} products a prediction, more than anybody would wait for`,
    );
  return { products, elements: [...shapes.values()].reduce((most, shape) => Math.max(most, elementsOf(shape)), 1) };
}

const whole = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);

/** Places of the result times places of the window that makes each of them, which a proof looks up. */
function pairsOf(operation: Operation, shape: Shape): number {
  const places = whole(spatial(shape).map((size) => size ?? 1));
  if (operation.kind === 'pool') return places * whole(operation.size);
  if (operation.kind !== 'convolution' && operation.kind !== 'transposed') return 0;
  return places * whole(operation.kernel.info.shape.slice(0, -2));
}

function shareOf(operation: Operation, taken: number, given: number): number {
  if (operation.kind === 'dense') return taken * (operation.kernel.info.shape.at(-1) ?? 1);
  if (operation.kind === 'convolution' || operation.kind === 'transposed') {
    const { shape } = operation.kernel.info;
    const isDepthwise = operation.kind === 'convolution' && operation.isDepthwise;
    const [size, last] = [whole(shape), shape.at(-1) ?? 1];
    if (operation.kind === 'transposed') return taken * (size / last);
    return given * (isDepthwise ? size / last / (shape.at(-2) ?? 1) : size / last);
  }
  if (operation.kind === 'recurrent') {
    const { kernel, recurrent } = operation;
    return (taken / (kernel.info.shape[0] ?? 1)) * (whole(kernel.info.shape) + whole(recurrent.info.shape));
  }
  return given * (operation.kind === 'pool' ? Math.max(whole(operation.size), MOVED) : MOVED);
}
