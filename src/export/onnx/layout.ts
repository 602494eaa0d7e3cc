import type { Tensor } from '../../formats/format.js';
import { readNumbers } from '../../formats/tensor-values.js';
import type { Shape } from '../network/network.js';
import { GraphBuilder, type OnnxNode } from './builder.js';

/**
 * Values on their way through the graph. Keras has channels last, windows of ONNX have them first: a value may be there
 * in one order of its axes or in both, and is transposed where the other one is wanted, once.
 */
export class Layout {
  readonly graph = new GraphBuilder();
  /** Name of the layer that is written; nodes are named for it. */
  layer = '';
  /** Values that are whole numbers. */
  readonly whole = new Set<string>();
  readonly #last = new Map<string, string>();
  readonly #first = new Map<string, string>();
  readonly #constants = new Map<string, string>();

  constructor(readonly shapes: ReadonlyMap<string, Shape>) {}

  shape = (value: string): Shape => this.shapes.get(value) ?? [];
  rank = (value: string): number => this.shape(value).length;

  add(operator: string, inputs: readonly string[], attributes: OnnxNode['attributes'] = {}): string {
    return this.graph.add(operator, inputs, attributes, { name: `${this.layer}/${operator}` });
  }

  set(value: string, name: string): void {
    this.#last.set(value, name);
  }
  setFirst(value: string, name: string): void {
    (this.rank(value) > 2 ? this.#first : this.#last).set(value, name);
  }
  /** Another name for the same. */
  share(value: string, other: string): void {
    for (const forms of [this.#last, this.#first]) {
      const name = forms.get(value);
      if (name !== undefined) forms.set(other, name);
    }
  }

  hasFirst = (value: string): boolean => this.#first.has(value);

  /** As Keras has it. */
  last(value: string): string {
    const order = [0, ...this.#axes(value).map((axis) => axis + 1), 1];
    return this.#form(value, this.#last, this.#first, order);
  }
  /** Channels behind the batch. */
  first(value: string): string {
    if (this.rank(value) < 3) return this.last(value);
    return this.#form(value, this.#first, this.#last, [0, this.rank(value) - 1, ...this.#axes(value)]);
  }

  /** Numbers of the axes between the batch and the channels. */
  #axes = (value: string): number[] =>
    this.shape(value)
      .slice(1, -1)
      .map((_, i) => i + 1);

  #form(value: string, wanted: Map<string, string>, other: Map<string, string>, order: readonly number[]): string {
    const known = wanted.get(value);
    if (known !== undefined) return known;
    const from = other.get(value);
    if (from === undefined) throw new Error(`no form of ${value} was written`);
    const name = this.add('Transpose', [from], { perm: { ints: order } });
    wanted.set(value, name);
    return name;
  }

  floats = (name: string, data: readonly number[]): string =>
    this.graph.constant(`${this.layer}/${name}`, 'float32', [data.length], data);
  scalar = (name: string, value: number): string =>
    this.graph.constant(`${this.layer}/${name}`, 'float32', [], [value]);
  integers = (name: string, data: readonly number[]): string =>
    this.graph.constant(`${this.layer}/${name}`, 'int64', [data.length], data);
  filled = (name: string, count: number, value: number): string =>
    this.floats(
      name,
      Array.from({ length: count }, () => value),
    );
  ones = (name: string, shape: readonly number[]): string => {
    const data = new Float32Array(shape.reduce((product, size) => product * size, 1)).fill(1);
    return this.graph.constant(`${this.layer}/${name}`, 'float32', shape, data);
  };

  /** Trained values, in another order where ONNX has one; layers that share them share the constant. */
  async weights(
    tensor: Tensor,
    form: { id: string; shape: readonly number[]; arrange(data: Float64Array): Float64Array } | null = null,
  ): Promise<string> {
    const key = `${form?.id ?? ''}\0${tensor.info.name}`;
    const known = this.#constants.get(key);
    if (known !== undefined) return known;
    const data = await readNumbers(tensor);
    const arranged = Float32Array.from(form ? form.arrange(data) : data);
    const name = this.graph.constant(tensor.info.name, 'float32', form?.shape ?? tensor.info.shape, arranged);
    this.#constants.set(key, name);
    return name;
  }
}
