import { FormatError } from '../../../bytes/format-error.js';
import type { Tensor } from '../../../formats/format.js';
import type { Attribute, GraphNode } from '../../../formats/structure/structure.js';
import { readNumbers, readStrings } from '../../../formats/tensor-values.js';

/** A value between operators. Numbers are doubles whatever their type; a cast to single floats rounds them. */
export interface Value {
  shape: readonly number[];
  data: Float64Array | readonly string[];
}

export const sizeOf = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);

export const value = (shape: readonly number[], data: ArrayLike<number>): Value => ({
  shape,
  data: Float64Array.from(data),
});

export async function valueOfTensor(tensor: Tensor): Promise<Value> {
  const { shape, dtype } = tensor.info;
  if (dtype === 'string') return { shape, data: (await readStrings(tensor)).map((text) => text ?? '') };
  return { shape, data: await readNumbers(tensor) };
}

export function numbers({ data }: Value): Float64Array {
  if (!(data instanceof Float64Array)) throw new FormatError('invalid-structure', 'expected numbers, found text');
  return data;
}

/** Reads attributes of a node. */
export class NodeAttributes {
  constructor(readonly node: GraphNode) {}

  #get(name: string): Attribute | undefined {
    return Object.hasOwn(this.node.attributes, name) ? this.node.attributes[name] : undefined;
  }
  number(name: string, otherwise: number): number {
    const found = this.#get(name);
    return typeof found === 'number' || typeof found === 'bigint' ? Number(found) : otherwise;
  }
  numbers(name: string): number[] | null {
    const found = this.#get(name);
    return Array.isArray(found) ? found.map(Number) : null;
  }
  text(name: string, otherwise: string): string {
    const found = this.#get(name);
    return typeof found === 'string' ? found : otherwise;
  }
  texts(name: string): string[] {
    const found = this.#get(name);
    return Array.isArray(found) ? found.map(String) : [];
  }
  async tensor(name: string): Promise<Float64Array> {
    const found = this.#get(name) as { kind?: string; tensor?: Tensor } | undefined;
    if (found?.kind !== 'tensor' || !found.tensor)
      throw new FormatError('invalid-structure', `expected the tensor ${name} of ${this.node.name}, found none`);
    return readNumbers(found.tensor);
  }
}

/** Numbers by place for two shapes that broadcast against each other (ONNX "Broadcasting"). */
export function broadcast(a: Value, b: Value, combine: (x: number, y: number) => number): Value {
  const shape = broadcastShape(a.shape, b.shape);
  const [readA, readB] = [stretched(a, shape), stretched(b, shape)];
  const data = new Float64Array(sizeOf(shape));
  for (let i = 0; i < data.length; i++) data[i] = combine(readA(i), readB(i));
  return { shape, data };
}

export function broadcastShape(a: readonly number[], b: readonly number[]): number[] {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, axis) => {
    const [x, y] = [a[axis - rank + a.length] ?? 1, b[axis - rank + b.length] ?? 1];
    if (x !== y && x !== 1 && y !== 1)
      throw new FormatError('invalid-structure', `expected shapes that fit, found [${a}] and [${b}]`);
    return Math.max(x, y) * Math.min(x, y, 1);
  });
}

/** Reads a value as if it had a larger shape. */
export function stretched(from: Value, shape: readonly number[]): (index: number) => number {
  const data = numbers(from);
  if (from.shape.length === shape.length && from.shape.every((size, axis) => size === shape[axis]))
    return (i) => data[i] as number;
  const offset = shape.length - from.shape.length;
  const strides = shape.map(() => 0);
  let step = 1;
  for (let axis = from.shape.length - 1; axis >= 0; axis--) {
    strides[axis + offset] = from.shape[axis] === 1 ? 0 : step;
    step *= from.shape[axis] as number;
  }
  return (index) => {
    let [at, rest] = [0, index];
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const size = shape[axis] as number;
      at += (rest % size) * (strides[axis] as number);
      rest = Math.floor(rest / size);
    }
    return data[at] as number;
  };
}

/** What an operator makes of its inputs; those that are left out are undefined. */
export type Operator = (inputs: readonly Value[], attributes: NodeAttributes) => Value[] | Promise<Value[]>;
