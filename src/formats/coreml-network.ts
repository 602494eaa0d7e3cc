import type { WireField } from '../containers/protobuf.js';
import { walkFields } from '../containers/protobuf.js';
import { byteLengthOf, countElements } from './dtypes.js';
import type { TensorInfo } from './format.js';
import type { Walk } from './tensorflow-graph-binary.js';

/*
 * NeuralNetworkLayer: 1 name, then one of the kinds. Their weights are WeightParams:
 *   1 float32 (packed), 2 float16 as bytes, 30 raw, 31 int8, 40 quantization
 */
interface Kind {
  /** Weights by field number. */
  weights: Readonly<Record<number, string>>;
  /** Fields that give the shape of `weights`, first dimension first. */
  shape?: readonly number[];
  /** Packed field of further dimensions. */
  kernel?: number;
}

const KINDS: Readonly<Record<number, Kind>> = {
  100: { weights: { 90: 'weights', 91: 'bias' }, shape: [1, 2], kernel: 20 },
  140: { weights: { 20: 'weights', 21: 'bias' }, shape: [2, 1] },
  150: { weights: { 20: 'weights', 21: 'bias' }, shape: [2, 1] },
  160: { weights: { 15: 'gamma', 16: 'beta', 17: 'mean', 18: 'variance' } },
};
/** Kinds that keep weights in other ways: pre-set activations, scale, bias, constants, recurrent layers and the like. */
const OTHERS = new Set([245, 250, 290, 400, 410, 420, 430, 500, 1040, 1045, 1070, 1110, 1125]);

/** What the fields of one layer hold. */
export interface LayerWeights {
  tensors: TensorInfo[];
  /** Some weights are stored in a way that is not read here. */
  isPartial: boolean;
}

/** Weights of one layer; `kind` is the field that says what layer it is. */
export async function readLayerWeights(walk: Walk, name: string, kind: WireField): Promise<LayerWeights> {
  const known = KINDS[kind.number];
  const found: LayerWeights = { tensors: [], isPartial: OTHERS.has(kind.number) };
  if (!known || kind.wire !== 2) return found;
  const numbers = new Map<number, number>();
  let kernel: number[] = [];
  const weights: WireField[] = [];
  for await (const field of walkFields(walk.source, kind.start, kind.end, walk.budget)) {
    if (field.wire === 0) numbers.set(field.number, Number(field.varint));
    else if (field.number === known.kernel && field.wire === 2) kernel = await packed(walk, field);
    else if (known.weights[field.number] !== undefined && field.wire === 2) weights.push(field);
  }
  for (const field of weights) {
    const key = known.weights[field.number] as string;
    const full = [...(known.shape ?? []).map((number) => numbers.get(number) ?? 0), ...kernel];
    const tensor = await readWeights(walk, `${name}.${key}`, field, key === 'weights' ? full : []);
    if (tensor) found.tensors.push(tensor);
    else found.isPartial ||= field.end > field.start;
  }
  return found;
}

async function packed(walk: Walk, field: WireField): Promise<number[]> {
  const numbers: number[] = [];
  // A run of varints reads like fields whose tags are the numbers themselves only by accident: it is parsed by hand.
  const bytes = await walk.source.read(field.start, Math.min(field.end, field.start + 64));
  let value = 0;
  let shift = 0;
  for (const byte of bytes) {
    value += (byte & 0x7f) * 2 ** shift;
    shift = byte < 0x80 ? 0 : shift + 7;
    if (byte >= 0x80) continue;
    numbers.push(value);
    value = 0;
  }
  return numbers;
}

/** Plain float32 or float16 numbers; null for quantized ones and for none. */
async function readWeights(walk: Walk, name: string, field: WireField, shape: number[]): Promise<TensorInfo | null> {
  for await (const part of walkFields(walk.source, field.start, field.end, walk.budget)) {
    if (part.wire !== 2 || (part.number !== 1 && part.number !== 2)) continue;
    const dtype = part.number === 1 ? 'float32' : 'float16';
    const byteLength = part.end - part.start;
    const itemBytes = part.number === 1 ? 4 : 2;
    if (byteLength === 0 || byteLength % itemBytes !== 0) return null;
    const fits = shape.length > 0 && byteLengthOf(dtype, countElements(shape) ?? Number.NaN) === byteLength;
    return {
      name,
      dtype,
      shape: fits ? shape : [byteLength / itemBytes],
      byteLength,
      offset: part.start,
      byteOrder: 'little',
    };
  }
  return null;
}
