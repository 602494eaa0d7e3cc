import type { Tensor } from '../../formats/format.js';
import type { Attribute, GraphNode } from '../../formats/structure/structure.js';
import { NotExportable } from '../not-exportable.js';
import type { Activation, Operation, PlainActivation, Shape } from './network.js';

/** Names of plain activations in Keras. */
const PLAIN: Readonly<Record<string, PlainActivation>> = {
  linear: 'linear',
  relu: 'relu',
  sigmoid: 'sigmoid',
  tanh: 'tanh',
  softmax: 'softmax',
  log_softmax: 'log-softmax',
  softplus: 'softplus',
  softsign: 'softsign',
  selu: 'selu',
  gelu: 'gelu',
  silu: 'silu',
  swish: 'silu',
  mish: 'mish',
  exponential: 'exponential',
  hard_silu: 'hard-silu',
  hard_swish: 'hard-silu',
};

/** Several ways for the same values, whose results are taken together by what comes next. */
export interface Parallel {
  kind: 'parallel';
  branches: Operation[][];
}

/** Operations of a layer, one behind the other; the first takes what the layer takes. */
export type ReadLayer = (layer: Layer, shapes: readonly Shape[]) => (Operation | Parallel)[];

/** A layer as Keras saves it: its settings, its tensors by role. Throws NotExportable for what cannot be understood. */
export class Layer {
  constructor(
    readonly name: string,
    readonly className: string,
    readonly attributes: Readonly<Record<string, Attribute>>,
    readonly weights: Readonly<Record<string, string>>,
    readonly tensors: ReadonlyMap<string, Tensor>,
    /** Major version of Keras, 0 where the file does not say. */
    readonly keras: number,
  ) {}

  static of(node: GraphNode, tensors: ReadonlyMap<string, Tensor>, keras: number): Layer {
    return new Layer(node.layer ?? node.name, node.operator, node.attributes, node.weights, tensors, keras);
  }

  /** A layer that this one holds, with the tensors below `role`. */
  inner(key: string, role: string): Layer {
    const described = this.get(key);
    const value = isRecord(described) ? described : {};
    const className = value['class_name'];
    if (typeof className !== 'string') this.refuse('the layer inside of it is not described');
    const weights = Object.entries(this.weights).flatMap(([path, tensor]) =>
      path.startsWith(`${role}/`) ? [[path.slice(role.length + 1), tensor] as const] : [],
    );
    const { config } = value;
    return new Layer(
      this.name,
      className,
      isRecord(config) ? config : {},
      Object.fromEntries(weights),
      this.tensors,
      this.keras,
    );
  }

  refuse(why: string): never {
    throw new NotExportable(`layer ${this.name} (${this.className}): ${why}`);
  }

  get(key: string): Attribute {
    return (Object.hasOwn(this.attributes, key) ? this.attributes[key] : null) ?? null;
  }
  has = (key: string): boolean => this.get(key) !== null;
  flag = (key: string, otherwise = false): boolean => (this.has(key) ? this.get(key) === true : otherwise);

  number(key: string, otherwise: number): number {
    const found = this.get(key);
    if (found === null) return otherwise;
    return typeof found === 'number' && Number.isFinite(found) ? found : this.refuse(`${key} is no number`);
  }

  /** A whole number of at least 1. */
  count(key: string, otherwise: number): number {
    return this.#counted(key, this.number(key, otherwise));
  }
  #counted(key: string, found: number): number {
    return Number.isSafeInteger(found) && found >= 1 ? found : this.refuse(`${key} is ${found}, expected 1 or more`);
  }

  text(key: string, otherwise: string): string {
    const found = this.get(key);
    if (found === null) return otherwise;
    return typeof found === 'string' ? found : this.refuse(`${key} is no text`);
  }

  /** A whole number of at least 1 for each of the spatial axes, or one for all. */
  counts(key: string, count: number, otherwise: number): number[] {
    const found = this.list(key)?.map((one) => this.#counted(key, one)) ?? null;
    if (found === null) return Array.from({ length: count }, () => otherwise);
    const all = found.length === 1 ? Array.from({ length: count }, () => found[0] as number) : found;
    return all.length === count ? all : this.refuse(`${key} has ${all.length} numbers where ${count} were expected`);
  }

  /** Numbers of a setting that is a number or a list of them. */
  list(key: string): number[] | null {
    const found = unwrapped(this.get(key));
    if (found === null) return null;
    const all = Array.isArray(found) ? found : [found];
    return all.every((one) => typeof one === 'number' && Number.isFinite(one))
      ? (all as number[])
      : this.refuse(`${key} holds no numbers`);
  }

  tensor(role: string): Tensor {
    return this.optional(role) ?? this.refuse(`the file has no ${role}`);
  }

  optional(role: string): Tensor | null {
    const name = Object.hasOwn(this.weights, role) ? this.weights[role] : undefined;
    const tensor = name === undefined ? undefined : this.tensors.get(name);
    if (!tensor) return null;
    if (tensor.info.dtype !== 'float32') this.refuse(`${role} is ${tensor.info.dtype}, expected float32`);
    return tensor;
  }

  /** Only where the layer has one. */
  bias = (): Tensor | null => (this.flag('use_bias', true) ? this.tensor('bias') : null);

  /** Where spatial axes come before the channels. */
  expectChannelsLast(): void {
    const format = this.text('data_format', 'channels_last');
    if (format !== 'channels_last') this.refuse(`${format}: expected channels_last`);
  }

  activation(key = 'activation', otherwise = 'linear'): Activation {
    const found = this.get(key);
    if (found === null) return this.named(otherwise);
    return typeof found === 'string' ? this.named(found) : this.refuse(`${key} is no function that Keras has by name`);
  }

  named(name: string): Activation {
    if (Object.hasOwn(PLAIN, name)) return { name: PLAIN[name] as PlainActivation };
    if (name === 'relu6') return { name: 'relu-up-to', most: 6 };
    if (name === 'leaky_relu') return { name: 'leaky-relu', alpha: 0.2 };
    if (name === 'elu' || name === 'celu') return { name, alpha: 1 };
    if (name === 'hard_sigmoid') return this.hardSigmoid();
    return this.refuse(`nothing here computes the activation ${name}`);
  }

  /** Keras 3 took another slope. */
  hardSigmoid(): Activation {
    if (this.keras === 0)
      this.refuse('hard_sigmoid differs between versions of Keras, and the file does not say its own');
    return this.keras >= 3
      ? { name: 'hard-sigmoid', alpha: 1 / 6, beta: 0.5 }
      : { name: 'hard-sigmoid', alpha: 0.2, beta: 0.5 };
  }
}

export const isRecord = (value: unknown): value is { readonly [key: string]: Attribute } =>
  value !== null && typeof value === 'object' && !Array.isArray(value) && !('kind' in value);

/** Keras writes tuples as lists or as objects that say so. */
const unwrapped = (value: Attribute): Attribute =>
  isRecord(value) && value['class_name'] === '__tuple__' ? (value['items'] ?? null) : value;
