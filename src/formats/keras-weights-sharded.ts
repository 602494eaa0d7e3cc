import { append } from '../bytes/append.js';
import { FormatError } from '../bytes/format-error.js';
import type { Limits } from '../bytes/limits.js';
import { byBytes } from '../bytes/order.js';
import { isObject, readJson } from '../containers/json-document.js';
import { openCompanion } from './companion.js';
import { begin, type Contents, certain, emptyContents, type Format, type ModelInput, NO } from './format.js';
import { type Hdf5Contents, hdf5Tensors, readHdf5 } from './hdf5-contents.js';
import { utf8Head } from './head-text.js';
import { headKeys } from './json-glimpse.js';
import { noteVersions } from './keras-h5-legacy.js';
import { nameKerasVariables } from './keras-names.js';
import { kerasWeightsH5, noteUnnamed } from './keras-weights-h5.js';
import { attempt } from './problems.js';

/** Weights of Keras 3.10 and later in several HDF5 files: an index tells which group of variables lies in which. */
export const kerasWeightsSharded: Format = {
  id: 'keras-weights-sharded',
  name: 'Keras weights in shards',
  extensions: ['.json'],
  family: 'tensorflow',
  container: 'directory',
  signature: 'JSON with weight_map to .weights.h5 files',
  facts: { ...kerasWeightsH5.facts, encoding: 'mixed' },
  specializes: 'json',

  recognize: (glimpse) =>
    headKeys(glimpse)?.includes('weight_map') && /\.weights\.h5"/.test(utf8Head(glimpse.head))
      ? certain('JSON with a weight_map of HDF5 shards')
      : NO,

  async inspect(model, limits) {
    const contents = begin(model, 'data-only');
    const shards = await readShards(model, contents, limits);
    noteUnnamed(contents, nameAcross(shards.map(({ hdf5 }) => hdf5)));
    for (const { file, hdf5 } of shards) {
      append(
        contents.tensors,
        hdf5.tensors.map(({ info }) => ({ ...info, file })),
      );
      contents.storedBytes = (contents.storedBytes ?? 0) + (hdf5.storedBytes ?? 0);
      noteVersions(contents, hdf5);
      for (const observation of hdf5.observations)
        contents.observations.push({ ...observation, member: observation.member ?? file });
    }
    return contents;
  },

  async *tensors(model, limits) {
    const shards = await readShards(model, emptyContents('data-only'), limits);
    nameAcross(shards.map(({ hdf5 }) => hdf5));
    for (const { file, hdf5 } of shards)
      for await (const { info, ...rest } of hdf5Tensors(hdf5)) yield { info: { ...info, file }, ...rest };
  },
};

interface Shard {
  file: string;
  hdf5: Hdf5Contents;
}

/** Larger than any address in a file, so that groups of a later shard come later. */
const SHARD_ADDRESSES = 2 ** 45;

/** Names variables as if the shards were one file: a layer's own variables may lie in several. */
function nameAcross(shards: readonly Hdf5Contents[]): string[] {
  const [first] = shards;
  if (!first) return [];
  const attributes: Hdf5Contents['attributes'] = new Map();
  for (const shard of shards)
    for (const [path, values] of shard.attributes)
      attributes.set(path, new Map([...(attributes.get(path) ?? []), ...values]));
  const objects = shards.flatMap(({ listing }, i) =>
    listing.objects.map((object) => ({
      ...object,
      header: { ...object.header, address: object.header.address + i * SHARD_ADDRESSES },
    })),
  );
  const seen = new Set<string>();
  const merged = {
    ...first,
    attributes,
    listing: { ...first.listing, objects: objects.filter(({ path }) => !seen.has(path) && seen.add(path)) },
    tensors: shards.flatMap(({ tensors }) => tensors),
  };
  return nameKerasVariables(merged, { layers: new Map(), groupNames: new Map(), inputNumbers: new Map() });
}

async function readShards(model: ModelInput, contents: Contents, limits: Limits): Promise<Shard[]> {
  const shards: Shard[] = [];
  for (const file of await shardNames(model, limits)) {
    const source = await openCompanion(model, file, contents.observations);
    if (!source) continue;
    contents.companions.push(file);
    await attempt(contents, { member: file }, async () => {
      shards.push({ file, hdf5: await readHdf5(source, limits) });
    });
  }
  return shards;
}

/** Files of the index, each once: a group may lie in one or in several. */
async function shardNames({ source }: ModelInput, limits: Limits): Promise<string[]> {
  const index = await readJson(source, limits);
  const placed = isObject(index) ? index['weight_map'] : undefined;
  if (!isObject(placed)) throw new FormatError('invalid-structure', 'expected an object weight_map, found none', 0);
  const shards = Object.values(placed).flat();
  if (!shards.every((shard) => typeof shard === 'string'))
    throw new FormatError('invalid-structure', 'expected file names in weight_map, found another value', 0);
  return [...new Set(shards as string[])].sort(byBytes);
}
