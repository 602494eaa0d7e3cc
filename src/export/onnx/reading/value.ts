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
  data: data instanceof Float64Array ? data : Float64Array.from(data),
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
  const [x, y] = [numbers(a), numbers(b)];
  const data = new Float64Array(sizeOf(shape));
  walkRuns(shape, [a.shape, b.shape], (start, end, [p, q], [step, other]) => {
    for (let [i, at, and] = [start, p, q]; i < end; i++, at += step, and += other)
      data[i] = combine(x[at] as number, y[and] as number);
  });
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

type Each<Values extends readonly unknown[]> = { [At in keyof Values]: number };

/**
 * Visits a shape in its order, one run along the last axis after the other, for values of smaller shapes that are read as
 * if they had it: where each of them starts in a run, and its step. No place is divided into its axes.
 */
export function walkRuns<const Shapes extends readonly (readonly number[])[]>(
  shape: readonly number[],
  from: Shapes,
  visit: (start: number, end: number, places: Each<Shapes>, steps: Each<Shapes>) => void,
): void {
  const last = shape.length - 1;
  const width = shape[last] ?? 1;
  const strides = from.map((one) => stridesIn(one, shape));
  const places = from.map(() => 0);
  const steps = strides.map((own) => own[last] ?? 0);
  const counts = shape.map(() => 0);
  const size = sizeOf(shape);
  for (let start = 0; start < size; start += width) {
    visit(start, start + width, places as Each<Shapes>, steps as Each<Shapes>);
    for (let axis = last - 1; axis >= 0; axis--) {
      const count = (counts[axis] as number) + 1;
      const isInside = count < (shape[axis] as number);
      counts[axis] = isInside ? count : 0;
      for (const [i, own] of strides.entries())
        places[i] = (places[i] as number) + (own[axis] as number) * (isInside ? 1 : 1 - count);
      if (isInside) break;
    }
  }
}

/** How far apart the numbers of a value lie along each axis of a larger shape; 0 where one is read again and again. */
function stridesIn(own: readonly number[], shape: readonly number[]): number[] {
  const offset = shape.length - own.length;
  const strides = shape.map(() => 0);
  let step = 1;
  for (let axis = own.length - 1; axis >= 0; axis--) {
    strides[axis + offset] = own[axis] === 1 ? 0 : step;
    step *= own[axis] as number;
  }
  return strides;
}

/** What an operator makes of its inputs; those that are left out are undefined. */
export type Operator = (inputs: readonly Value[], attributes: NodeAttributes) => Value[] | Promise<Value[]>;
