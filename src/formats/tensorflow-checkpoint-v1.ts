import { FormatError } from '../bytes/format-error.js';
import type { Limits } from '../bytes/limits.js';
import { type ByteSource, memorySource } from '../bytes/source.js';
import { FIELD_BUDGET, readText, type WireField, walkFields } from '../containers/protobuf.js';
import { readTable, SSTABLE_MAGIC } from '../containers/sstable.js';
import { byteLengthOf, countElements, ITEM_BITS } from './dtypes.js';
import { certain, emptyContents, type Format, NO, type Tensor, type TensorInfo, where } from './format.js';
import { type Glimpse, has } from './glimpse.js';
import { type Block, joinBlocks } from './joined-blocks.js';
import { tensorflowDtype } from './tensorflow-dtypes.js';
import type { Walk } from './tensorflow-graph-binary.js';
import { readTensorProto, tensorProtoValues } from './tensorflow-tensor.js';

/*
 * A single table (saved_tensor_slice.proto). The empty key has SavedTensorSlices { 1 meta { 1 tensor { 1 name, 2 shape,
 * 3 type, 4 slice } } }; every other key has { 2 data { 1 name, 2 slice { 1 extent { 1 start, 2 length } }, 3 data } }.
 */
const META_TAG = 0x0a;

/** The magic number of tables ends the file. */
export const endsAsTable = ({ tail }: Glimpse): boolean => has(tail, SSTABLE_MAGIC, tail.length - SSTABLE_MAGIC.length);

export const tensorflowCheckpointV1: Format = {
  id: 'tensorflow-checkpoint-v1',
  name: 'TensorFlow checkpoint, version 1',
  extensions: ['.ckpt'],
  family: 'tensorflow',
  container: 'sstable',
  signature: 'LevelDB table whose empty key describes saved slices',
  facts: {
    disclosure: 'source',
    steward: 'Google',
    specification: 'https://github.com/tensorflow/tensorflow/blob/master/tensorflow/core/util/saved_tensor_slice.proto',
    encoding: 'binary',
    holds: 'weights',
    independent: false,
    worstLoading: 'data-only',
    openExport: 'safetensors',
  },

  recognize: where(endsAsTable, async ({ source }, limits) =>
    (await isCheckpointV1(source, limits)) ? certain('table of saved tensor slices') : NO,
  ),

  async inspect({ source, path }, limits) {
    const contents = emptyContents('data-only');
    contents.tensors = await readMeta(source, limits);
    contents.storedBytes = source.size;
    const step = /-([0-9]+)$/.exec(path);
    if (step) contents.facts.push({ key: 'global_step', value: Number(step[1]), where: 'file name' });
    contents.needs.push({ package: 'tensorflow', version: '', evidence: 'checkpoint of tf.train, version 1' });
    return contents;
  },

  async *tensors({ source }, limits): AsyncGenerator<Tensor> {
    const infos = await readMeta(source, limits);
    const slices = await readSlices(source, infos, limits);
    for (const info of infos) {
      const blocks = slices.get(info.name);
      const whole = { shape: info.shape, itemBytes: (ITEM_BITS[info.dtype] ?? 8) / 8 };
      yield blocks && ITEM_BITS[info.dtype] !== undefined
        ? { info, values: () => joinBlocks(whole, blocks, limits) }
        : { info };
    }
  },
};

/** True for a table whose first entry, under the empty key, begins with the description of all tensors. A broken table is none. */
export async function isCheckpointV1(source: ByteSource, limits: Limits): Promise<boolean> {
  try {
    for await (const { key, value } of readTable(source, limits)) return key.length === 0 && value[0] === META_TAG;
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
  }
  return false;
}

const walkOf = (bytes: Uint8Array): Walk & { all: WireField } => ({
  source: memorySource(bytes),
  budget: { left: FIELD_BUDGET },
  all: { number: 1, wire: 2, start: 0, end: bytes.length, varint: 0n },
});

async function* inside(walk: Walk, message: WireField, number: number): AsyncGenerator<WireField> {
  for await (const field of walkFields(walk.source, message.start, message.end, walk.budget))
    if (field.number === number && field.wire === 2) yield field;
}

async function readMeta(source: ByteSource, limits: Limits): Promise<TensorInfo[]> {
  for await (const { key, value } of readTable(source, limits)) {
    if (key.length > 0) break;
    const walk = walkOf(value);
    const tensors: TensorInfo[] = [];
    for await (const meta of inside(walk, walk.all, 1))
      for await (const tensor of inside(walk, meta, 1)) {
        if (tensors.length >= limits.tensors)
          throw new FormatError('resource-limit', `expected at most ${limits.tensors} tensors, found more`);
        tensors.push(await readDescription(walk, tensor));
      }
    return tensors;
  }
  throw new FormatError('invalid-structure', 'expected the description of all tensors under the empty key, found none');
}

async function readDescription(walk: Walk, tensor: WireField): Promise<TensorInfo> {
  const info: TensorInfo = { name: '', dtype: '', shape: [], byteLength: 0 };
  for await (const field of walkFields(walk.source, tensor.start, tensor.end, walk.budget)) {
    if (field.number === 1 && field.wire === 2) info.name = await readText(walk.source, field);
    else if (field.number === 3) info.dtype = tensorflowDtype(Number(field.varint)) ?? `tensorflow:${field.varint}`;
    else if (field.number === 2 && field.wire === 2)
      for await (const dim of inside(walk, field, 2)) info.shape.push(await numberIn(walk, dim, 1, 0));
  }
  info.byteLength = byteLengthOf(info.dtype, countElements(info.shape) ?? Number.NaN) ?? 0;
  return info;
}

/** A varint of a message, signed; `missing` where it has none. */
async function numberIn(walk: Walk, message: WireField, number: number, missing: number): Promise<number> {
  let value = missing;
  for await (const field of walkFields(walk.source, message.start, message.end, walk.budget))
    if (field.number === number && field.wire === 0) value = Number(BigInt.asIntN(64, field.varint));
  return value;
}

/** Parts of every tensor, held in memory: the table has them inside compressed blocks. */
async function readSlices(
  source: ByteSource,
  infos: readonly TensorInfo[],
  limits: Limits,
): Promise<Map<string, Block[]>> {
  if (source.size > limits.inflatedBytes)
    throw new FormatError('resource-limit', `expected at most ${limits.inflatedBytes} bytes, found ${source.size}`);
  const byName = new Map(infos.map((info) => [info.name, info]));
  const slices = new Map<string, Block[]>();
  for await (const { key, value } of readTable(source, limits)) {
    if (key.length === 0) continue;
    const walk = walkOf(value);
    for await (const data of inside(walk, walk.all, 2)) await addSlice(walk, data, byName, slices, limits);
  }
  return slices;
}

async function addSlice(
  walk: Walk,
  data: WireField,
  byName: ReadonlyMap<string, TensorInfo>,
  slices: Map<string, Block[]>,
  limits: Limits,
): Promise<void> {
  let name = '';
  let tensor: WireField | undefined;
  const extents: [number, number][] = [];
  for await (const field of walkFields(walk.source, data.start, data.end, walk.budget)) {
    if (field.number === 1 && field.wire === 2) name = await readText(walk.source, field);
    else if (field.number === 3 && field.wire === 2) tensor = field;
    else if (field.number === 2 && field.wire === 2)
      for await (const extent of inside(walk, field, 1))
        extents.push([await numberIn(walk, extent, 1, 0), await numberIn(walk, extent, 2, -1)]);
  }
  const info = byName.get(name);
  if (!info || !tensor) return;
  const sizes = info.shape.map((size, i) => {
    const length = extents[i]?.[1] ?? -1;
    return length < 0 ? size : length;
  });
  const proto = await readTensorProto(walk, tensor);
  if (!proto) return;
  const bytes = byteLengthOf(info.dtype, countElements(sizes) ?? Number.NaN) ?? 0;
  const described = { ...proto, dtype: info.dtype, shape: sizes, byteLength: bytes };
  const block: Block = {
    offsets: sizes.map((_, i) => extents[i]?.[0] ?? 0),
    sizes,
    values: () => tensorProtoValues(walk.source, described, limits),
  };
  slices.set(name, [...(slices.get(name) ?? []), block]);
}
