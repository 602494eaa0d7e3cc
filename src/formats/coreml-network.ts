import { append } from '../bytes/append.js';
import { parseVarint, type WireField, walkFields } from '../containers/protobuf.js';
import layers from './coreml-layers.json' with { type: 'json' };
import { byteLengthOf, countElements } from './dtypes.js';
import type { TensorInfo } from './format.js';
import type { Walk } from './tensorflow-graph-binary.js';

/*
 * NeuralNetworkLayer: 1 name, then one of the kinds, by field number. Their weights are WeightParams:
 *   1 float32 (packed), 2 float16 as bytes, 30 raw, 31 int8, 40 quantization
 *   QuantizationParams: 1 bits, 101 linear { 1 scale, 2 bias }, 102 table { 1 values }
 */
interface Layer {
  /** Name of weights by field. */
  weights?: Readonly<Record<string, string>>;
  /** Dimensions of weights: fields with one number, in quotes with several; `a/b`: divided by a field that is 1 where it is absent. */
  shapes?: Readonly<Record<string, readonly (number | string)[]>>;
  /** Other shapes where a field is set. */
  whereSet?: Readonly<Record<string, Layer['shapes']>>;
  /** What lists of numbers are where they are absent. */
  defaults?: Readonly<Record<string, readonly number[]>>;
  /** Weights one message further in: names by field, or another entry, whose shapes are fields of this one. */
  within?: Readonly<Record<string, Readonly<Record<string, string>> | string>>;
  /** First parts of names where the message further in is repeated. */
  prefixes?: readonly string[];
}
const LAYERS = layers as unknown as Readonly<Record<string, Layer>>;

/** What the fields of one layer hold. */
export interface LayerWeights {
  tensors: TensorInfo[];
  /** Some weights are stored in a way that is not read here. */
  isPartial: boolean;
}

/** Weights of one layer; `kind` is the field that says what layer it is. */
export async function readLayerWeights(walk: Walk, name: string, kind: WireField): Promise<LayerWeights> {
  const found: LayerWeights = { tensors: [], isPartial: false };
  const layer = LAYERS[String(kind.number)];
  if (!layer || kind.wire !== 2) return found;
  const sizes = new Sizes(layer);
  const weights: WireField[] = [];
  for await (const field of walkFields(walk.source, kind.start, kind.end, walk.budget)) {
    if (layer.weights?.[field.number] !== undefined || layer.within?.[field.number] !== undefined) weights.push(field);
    else await sizes.add(walk, field);
  }
  let repeated = 0;
  for (const field of weights) {
    const within = layer.within?.[field.number];
    if (within === undefined) await addWeights(walk, name, layer, field, sizes, found);
    else {
      const inner = typeof within === 'string' ? (LAYERS[within] ?? {}) : { weights: within };
      const prefix = layer.prefixes?.[repeated++];
      const path = prefix === undefined ? name : `${name}.${prefix}`;
      for await (const part of walkFields(walk.source, field.start, field.end, walk.budget))
        if (inner.weights?.[part.number] !== undefined) await addWeights(walk, path, inner, part, sizes, found);
    }
  }
  return found;
}

/** Numbers of a layer that say how large its weights are. */
class Sizes {
  readonly #numbers = new Map<number, number>();
  readonly #lists = new Map<number, number[]>();
  constructor(readonly layer: Layer) {
    for (const [field, list] of Object.entries(layer.defaults ?? {})) this.#lists.set(Number(field), [...list]);
  }

  async add({ source }: Walk, field: WireField): Promise<void> {
    if (field.wire === 0) this.#numbers.set(field.number, Number(field.varint));
    // Lists of sizes are short; other messages are not looked into.
    else if (field.wire === 2 && field.end - field.start <= 64 && this.#isList(field.number))
      this.#lists.set(field.number, varints(await source.read(field.start, field.end), field.start));
  }

  shapeOf(layer: Layer, field: number): number[] {
    const set = Object.entries(layer.whereSet ?? {}).find(([one]) => this.#numbers.get(Number(one)));
    const dimensions = (set?.[1] ?? layer.shapes)?.[field] ?? [];
    return dimensions.flatMap((dimension) => {
      if (typeof dimension === 'number') return [this.#numbers.get(dimension) ?? 0];
      const [whole = 0, divisor] = dimension.split('/').map(Number);
      if (divisor === undefined) return this.#lists.get(whole) ?? [];
      return [(this.#numbers.get(whole) ?? 0) / (this.#numbers.get(divisor) ?? 1)];
    });
  }

  #isList(field: number): boolean {
    const all = [this.layer.shapes, ...Object.values(this.layer.whereSet ?? {})];
    return all.some((shapes) => Object.values(shapes ?? {}).some((shape) => shape.includes(String(field))));
  }
}

function varints(bytes: Uint8Array, offset: number): number[] {
  const numbers: number[] = [];
  for (let at = 0; at < bytes.length; ) {
    const { value, length } = parseVarint(bytes, at, offset);
    numbers.push(Number(value));
    at += length;
  }
  return numbers;
}

async function addWeights(
  walk: Walk,
  path: string,
  layer: Layer,
  field: WireField,
  sizes: Sizes,
  found: LayerWeights,
): Promise<void> {
  const plain = `${path}.${layer.weights?.[field.number] as string}`;
  const taken = found.tensors.filter(({ name }) => name === plain || name.startsWith(`${plain}.`)).length;
  const name = taken === 0 ? plain : `${plain}.${taken}`;
  const tensors = await readWeights(walk, name, field, sizes.shapeOf(layer, field.number));
  if (tensors) append(found.tensors, tensors);
  else found.isPartial ||= field.end > field.start;
}

const STORED: Readonly<Record<number, string>> = { 1: 'float32', 2: 'float16', 30: 'uint8', 31: 'int8' };

/** The numbers, and what makes quantized ones real; null for less than eight bits. Nothing for a message without any. */
async function readWeights(walk: Walk, name: string, field: WireField, shape: number[]): Promise<TensorInfo[] | null> {
  const tensors: TensorInfo[] = [];
  let bits = 8;
  let others = false;
  for await (const part of walkFields(walk.source, field.start, field.end, walk.budget)) {
    const dtype = part.wire === 2 ? STORED[part.number] : undefined;
    if (dtype !== undefined && part.end > part.start) {
      const info = numbersAt(name, dtype, part, shape);
      if (info) tensors.push(info);
      else others = true;
    } else if (part.number === 40 && part.wire === 2)
      for await (const setting of walkFields(walk.source, part.start, part.end, walk.budget)) {
        if (setting.number === 1) bits = Number(setting.varint);
        if (setting.number < 100 || setting.wire !== 2) continue;
        for await (const values of walkFields(walk.source, setting.start, setting.end, walk.budget)) {
          const key = setting.number === 102 ? 'table' : values.number === 1 ? 'scale' : 'bias';
          const info = values.wire === 2 ? numbersAt(`${name}.${key}`, 'float32', values, []) : null;
          if (info) tensors.push(info);
        }
      }
  }
  return others || bits !== 8 ? null : tensors;
}

/** Numbers that lie in a field; in a line where the shape does not hold as many. */
function numbersAt(name: string, dtype: string, { start, end }: WireField, shape: number[]): TensorInfo | null {
  const byteLength = end - start;
  const itemBytes = byteLengthOf(dtype, 1) ?? 1;
  if (byteLength % itemBytes !== 0) return null;
  const fits = shape.length > 0 && countElements(shape) === byteLength / itemBytes;
  return {
    name,
    dtype,
    shape: fits ? shape : [byteLength / itemBytes],
    byteLength,
    offset: start,
    byteOrder: 'little',
  };
}
