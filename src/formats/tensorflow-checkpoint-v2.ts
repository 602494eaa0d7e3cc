import { append } from '../bytes/append.js';
import type { Limits } from '../bytes/limits.js';
import { type ByteSource, chunks } from '../bytes/source.js';
import { swapped } from './byte-swap.js';
import { openCompanion } from './companion.js';
import { byteLengthOf, countElements, ITEM_BITS } from './dtypes.js';
import {
  begin,
  type Contents,
  certain,
  emptyContents,
  type Format,
  type ModelInput,
  NO,
  type Tensor,
  type TensorInfo,
  where,
} from './format.js';
import { joinBlocks } from './joined-blocks.js';
import {
  type BundleEntry,
  type BundleIndex,
  bundleStrings,
  bundleValues,
  faultOf,
  readBundleIndex,
} from './tensor-bundle.js';
import { endsAsTable, isCheckpointV1 } from './tensorflow-checkpoint-v1.js';

/** Keys of scalars that tell how far training had come. */
const PROGRESS = /^(?:step|global_step|save_counter|epoch|iterations?)(?:\/\.ATTRIBUTES\/VARIABLE_VALUE)?$/;

export const tensorflowCheckpointV2: Format = {
  id: 'tensorflow-checkpoint-v2',
  name: 'TensorFlow checkpoint (TensorBundle)',
  extensions: ['.index'],
  family: 'tensorflow',
  container: 'sstable',
  signature: 'bytes 57 FB 80 8B 24 75 47 DB at the end of a LevelDB table, header of a bundle under the empty key',
  aliases: ['TensorBundle'],
  facts: {
    disclosure: 'source',
    steward: 'Google',
    specification: 'https://github.com/tensorflow/tensorflow/blob/master/tensorflow/core/protobuf/tensor_bundle.proto',
    encoding: 'binary',
    holds: 'weights',
    independent: false,
    worstLoading: 'data-only',
    openExport: 'safetensors',
  },

  recognize: where(endsAsTable, async ({ source }, limits) =>
    (await isCheckpointV1(source, limits)) ? NO : certain('table magic at the end'),
  ),

  async inspect(model, limits) {
    const contents = begin(model, 'data-only');
    await inspectBundle(model, model.source, prefixOf(model.path), contents, limits);
    const step = /(?:^|\/)model\.ckpt-([0-9]+)\.index$/.exec(model.path);
    if (step) contents.facts.push({ key: 'global_step', value: Number(step[1]), where: 'file name' });
    const state = ['checkpoint', `${prefixOf(model.path)}.meta`];
    const present = await model.listCompanions();
    append(
      contents.companions,
      state.filter((name) => present.includes(name)),
    );
    contents.needs.push({ package: 'tensorflow', version: '', evidence: 'checkpoint of tf.train' });
    return contents;
  },

  tensors: (model, limits) => bundleTensors(model, model.source, prefixOf(model.path), limits),
};

/** `variables` of `…/variables.index`. */
const prefixOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1).replace(/\.index$/, '');

const shardName = (prefix: string, shard: number, shards: number): string =>
  `${prefix}.data-${pad(shard)}-of-${pad(shards)}`;
const pad = (value: number): string => String(value).padStart(5, '0');

/** Adds the tensors of a bundle to the contents. `prefix` is the path of the index without `.index`, relative to the model's folder. */
export async function inspectBundle(
  model: ModelInput,
  index: ByteSource,
  prefix: string,
  contents: Contents,
  limits: Limits,
): Promise<void> {
  const bundle = await readBundleIndex(index, limits);
  const shards = await openShards(model, bundle, prefix, contents);
  for (const entry of bundle.entries) {
    const info = infoOf(entry, bundle, prefix);
    contents.tensors.push(info);
    const source = shards[entry.shard];
    const fault = faultOf(entry, bundle.shards);
    if (fault)
      contents.observations.push({ kind: 'malformed', code: 'invalid-structure', message: fault, name: entry.name });
    else if (!entry.sliced && source && entry.offset + entry.size > source.size) {
      contents.observations.push({
        kind: 'malformed',
        code: 'truncated',
        message: `expected ${entry.size} bytes at ${entry.offset} of "${info.file}", found a file of ${source.size}`,
        name: entry.name,
      });
    } else if (!entry.sliced && source && PROGRESS.test(entry.name))
      contents.facts.push({
        key: entry.name.split('/')[0] ?? '',
        value: await scalarOf(source, entry, bundle.littleEndian),
        where: entry.name,
      });
  }
  contents.storedBytes =
    (contents.storedBytes ?? 0) +
    bundle.entries.reduce((sum, { size, parts }) => sum + parts.reduce((all, part) => all + part.size, size), 0);
}

/** Values of a bundle's tensors, in the order of `inspectBundle`. */
export async function* bundleTensors(
  model: ModelInput,
  index: ByteSource,
  prefix: string,
  limits: Limits,
): AsyncGenerator<Tensor> {
  const bundle = await readBundleIndex(index, limits);
  const shards = await openShards(model, bundle, prefix, emptyContents('data-only'));
  for (const entry of bundle.entries) {
    const info = infoOf(entry, bundle, prefix);
    const source = shards[entry.shard];
    if (entry.sliced) yield partitioned(info, entry, bundle, shards, limits);
    else if (!source || faultOf(entry, bundle.shards) || entry.offset + entry.size > source.size) yield { info };
    else if (entry.dtype === 'string')
      yield {
        info,
        values: () => bundleStrings(source, entry),
        ...(entry.name === OBJECT_GRAPH && { bookkeeping: true }),
      };
    else if (ITEM_BITS[entry.dtype] === undefined) yield { info };
    else if (bundle.littleEndian) yield { info, values: () => bundleValues(source, entry) };
    else yield { info, values: () => swapped(bundleValues(source, entry), itemBytes(entry.dtype)) };
  }
}

/** The description of the Python objects that were saved (tensorflow/core/protobuf/trackable_object_graph.proto). */
const OBJECT_GRAPH = '_CHECKPOINTABLE_OBJECT_GRAPH';

/** A partitioned variable, put together from its parts. */
function partitioned(
  info: TensorInfo,
  { dtype, shape, parts }: BundleEntry,
  { littleEndian }: BundleIndex,
  shards: readonly (ByteSource | null)[],
  limits: Limits,
): Tensor {
  const isReadable = ITEM_BITS[dtype] !== undefined && parts.every(({ shard }) => shards[shard]);
  if (!isReadable || parts.length === 0) return { info };
  const blocks = parts.map((part) => ({
    offsets: part.offsets,
    sizes: part.sizes,
    values: () => {
      const stored = bundleValues(shards[part.shard] as ByteSource, part);
      return littleEndian ? stored : swapped(stored, itemBytes(dtype));
    },
  }));
  return { info, values: () => joinBlocks({ shape, itemBytes: (ITEM_BITS[dtype] ?? 8) / 8 }, blocks, limits) };
}

/** Complex numbers are swapped part by part. */
const itemBytes = (dtype: string): number =>
  Math.max(1, (ITEM_BITS[dtype] ?? 8) / 8 / (dtype.startsWith('complex') ? 2 : 1));

async function openShards(
  model: ModelInput,
  bundle: BundleIndex,
  prefix: string,
  contents: Contents,
): Promise<(ByteSource | null)[]> {
  const used = new Set(
    bundle.entries.flatMap(({ shard, sliced, parts }) => (sliced ? parts.map((part) => part.shard) : [shard])),
  );
  const sources: (ByteSource | null)[] = [];
  for (let shard = 0; shard < bundle.shards && sources.length < used.size + MOST_UNUSED_SHARDS; shard++) {
    if (!used.has(shard)) {
      sources.push(null);
      continue;
    }
    const name = shardName(prefix, shard, bundle.shards);
    const source = await openCompanion(model, name, contents.observations);
    if (source) contents.companions.push(name);
    sources.push(source);
  }
  return sources;
}

/** A hostile header may declare 2^31 shards. */
const MOST_UNUSED_SHARDS = 10_000;

function infoOf(entry: BundleEntry, bundle: BundleIndex, prefix: string): TensorInfo {
  const info: TensorInfo = {
    name: entry.name,
    dtype: entry.dtype,
    shape: entry.shape,
    byteLength: byteLengthOf(entry.dtype, countElements(entry.shape) ?? 0) ?? entry.size,
    file: shardName(prefix, entry.parts[0]?.shard ?? entry.shard, bundle.shards),
  };
  const plain = ITEM_BITS[entry.dtype] !== undefined && !entry.sliced;
  return plain ? { ...info, offset: entry.offset, byteOrder: bundle.littleEndian ? 'little' : 'big' } : info;
}

async function scalarOf(source: ByteSource, entry: BundleEntry, littleEndian: boolean): Promise<number | null> {
  if (entry.shape.length > 0 || !/^u?int(?:32|64)$/.test(entry.dtype)) return null;
  for await (const bytes of chunks(source, entry.offset, entry.offset + entry.size)) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return entry.size === 8 ? Number(view.getBigInt64(0, littleEndian)) : view.getInt32(0, littleEndian);
  }
  return null;
}
