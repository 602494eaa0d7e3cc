import { append } from '../bytes/append.js';
import type { Limits } from '../bytes/limits.js';
import { isObject, type Json, type JsonObject } from '../containers/json-document.js';
import { type OcdbtEntry, type OpenDataFile, readEntry, readOcdbt } from '../containers/ocdbt.js';
import { openCompanion, readJsonCompanion } from './companion.js';
import { byteLengthOf, countElements } from './dtypes.js';
import {
  begin,
  type Contents,
  certain,
  emptyContents,
  type Format,
  type FormatFacts,
  type ModelInput,
  NO,
  type TensorInfo,
  where,
} from './format.js';
import { readConfig } from './hf-directory.js';
import { headKeys } from './json-glimpse.js';
import { addLoadableFiles } from './loadable-files.js';
import { escapes } from './open-model.js';
import { readZarr } from './zarr-array.js';
import { parseZarray, parseZarrJson, type ZarrArray } from './zarr-metadata.js';

const ORBAX_FACTS: FormatFacts = {
  disclosure: 'documented',
  steward: 'Google',
  specification: 'https://google.github.io/tensorstore/kvstore/ocdbt/index.html',
  encoding: 'mixed',
  holds: 'weights',
  independent: false,
  worstLoading: 'data-only',
  openExport: 'safetensors',
};
const MANIFEST = 'manifest.ocdbt';
const KNOWN_FIELDS = new Set([
  'tree_metadata',
  'use_ocdbt',
  'use_zarr3',
  'store_array_data_equal_to_fill_value',
  'custom_metadata',
  'value_metadata_tree',
]);

/** One leaf of the tree: a name, and whether it is a plain number. */
interface Leaf {
  name: string;
  scalar: boolean;
}

interface StoredArray {
  leaf: Leaf;
  array: ZarrArray;
  read: (key: string) => Promise<Uint8Array | null>;
}

/** What Orbax and the stores below it write, by name: descriptions, nodes and values of OCDBT, chunks of Zarr. */
const OWN =
  /(?:^|\/)(?:d\/[0-9a-f]{32}|manifest\.ocdbt|_[A-Za-z_]+|\.z[a-z]+|zarr\.json|(?:c\/)?\d+(?:[./]\d+)*|process_\d+|commit_success\.txt)$/;

const orbaxFormat = (id: string, name: string, ocdbt: boolean): Format => ({
  id,
  name,
  extensions: [],
  family: 'jax',
  container: 'directory',
  signature: `_METADATA (JSON) with tree_metadata, ${ocdbt ? 'beside' : 'without'} ${MANIFEST}`,
  facts: ORBAX_FACTS,
  specializes: 'json',

  recognize: where(
    (glimpse) => /(?:^|\/)_METADATA$/.test(glimpse.path) && headKeys(glimpse)?.includes('tree_metadata') === true,
    async (glimpse) => ((await glimpse.companions()).includes(MANIFEST) === ocdbt ? certain('_METADATA of Orbax') : NO),
  ),

  async inspect(model, limits) {
    const contents = begin(model, 'data-only');
    const metadata = await readConfig(model, limits);
    append(
      contents.companions,
      (await model.listCompanions()).filter((path) => path !== '_METADATA'),
    );
    addEscapes(metadata, contents);
    await addLoadableFiles(model, contents, (name) => name === '_METADATA' || OWN.test(name));
    await addCheckpointMetadata(model, contents, limits);
    const leaves = leavesOf(metadata);
    for (const { leaf, array, read } of await arraysOf(model, leaves, ocdbt, contents, limits)) {
      if (leaf.scalar)
        contents.facts.push({
          key: leaf.name.slice(leaf.name.lastIndexOf('.') + 1),
          value: await scalarOf(array, read, limits),
          where: leaf.name,
        });
      else contents.tensors.push(infoOf(leaf, array));
    }
    contents.storedBytes = contents.tensors.reduce((sum, { byteLength }) => sum + byteLength, 0);
    return contents;
  },

  async *tensors(model, limits) {
    const leaves = leavesOf(await readConfig(model, limits));
    for (const { leaf, array, read } of await arraysOf(model, leaves, ocdbt, emptyContents('data-only'), limits))
      if (!leaf.scalar) yield { info: infoOf(leaf, array), values: () => valuesOf(array, read, limits) };
  },
});

export const orbaxOcdbt: Format = orbaxFormat('orbax-ocdbt', 'Orbax checkpoint (OCDBT)', true);
export const orbax: Format = orbaxFormat('orbax', 'Orbax checkpoint', false);

/** Leaves in the order of the metadata: names joined by dots, as the database spells them. */
function leavesOf(metadata: JsonObject): Leaf[] {
  const tree = metadata['tree_metadata'];
  return Object.values(isObject(tree) ? tree : {}).flatMap((entry) => {
    if (!isObject(entry) || !Array.isArray(entry['key_metadata'])) return [];
    const name = entry['key_metadata'].map((key) => String(isObject(key) ? key['key'] : '')).join('.');
    const type = isObject(entry['value_metadata']) ? entry['value_metadata']['value_type'] : undefined;
    return [{ name, scalar: type === 'scalar' }];
  });
}

/** Names and settings become paths when a checkpoint is restored: none may leave its folder. */
function addEscapes(metadata: JsonObject, contents: Contents): void {
  const tell = (path: string, member: string) =>
    contents.observations.push({
      kind: 'external',
      code: 'path-escape',
      name: path,
      message: `expected names inside the checkpoint, found ${JSON.stringify(path)}`,
      member,
    });
  for (const { name } of leavesOf(metadata)) if (escapes(name)) tell(name, '_METADATA#tree_metadata');
  for (const [field, value] of Object.entries(metadata)) {
    if (KNOWN_FIELDS.has(field)) continue;
    const quoted = /^\('([^']*)'/.exec(field)?.[1];
    for (const text of [...(quoted === undefined ? [] : [quoted]), ...textsOf(value)])
      if (escapes(text) && text !== '') tell(text, `_METADATA#${field}`);
  }
}

function textsOf(value: Json | undefined): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(textsOf);
  return isObject(value) ? Object.values(value).flatMap(textsOf) : [];
}

/** Times, and the handlers that restore items: classes of Orbax, or foreign ones. */
async function addCheckpointMetadata(model: ModelInput, contents: Contents, limits: Limits): Promise<void> {
  const document = await readJsonCompanion(model, '_CHECKPOINT_METADATA', contents, limits);
  if (!isObject(document)) return;
  for (const key of ['init_timestamp_nsecs', 'commit_timestamp_nsecs'])
    if (typeof document[key] === 'number')
      contents.facts.push({ key, value: document[key], where: `_CHECKPOINT_METADATA#${key}` });
  for (const handler of textsOf(document['item_handlers'])) {
    if (handler.startsWith('orbax.checkpoint.')) continue;
    contents.loading = 'code';
    contents.observations.push({
      kind: 'callable',
      code: 'code-file',
      name: handler,
      message: `restoring uses the handler ${handler}`,
      member: '_CHECKPOINT_METADATA#item_handlers',
    });
  }
  contents.needs.push({ package: 'orbax-checkpoint', version: '', evidence: '_CHECKPOINT_METADATA' });
}

/** Reads a value by its key: `params.kernel/.zarray`. Null where there is none. */
type ReadKey = (key: string) => Promise<Uint8Array | null>;

/** Values of the database, or files: both are named alike. */
async function openStore(model: ModelInput, ocdbt: boolean, contents: Contents, limits: Limits): Promise<ReadKey> {
  const open: OpenDataFile = (path) => openCompanion(model, path, contents.observations);
  if (!ocdbt) {
    const present = new Set(await model.listCompanions());
    return async (key) => {
      const source = present.has(key) ? await open(key) : null;
      return source && source.size <= limits.inflatedBytes ? source.read(0, source.size) : null;
    };
  }
  const manifest = await open(MANIFEST);
  const entries = new Map<string, OcdbtEntry>();
  if (manifest) for await (const entry of readOcdbt(manifest, open, limits)) entries.set(entry.key, entry);
  return async (key) => {
    const entry = entries.get(key);
    return entry ? readEntry(entry, open) : null;
  };
}

/** Arrays of the leaves that the store has; others are told. */
async function arraysOf(
  model: ModelInput,
  leaves: readonly Leaf[],
  ocdbt: boolean,
  contents: Contents,
  limits: Limits,
): Promise<StoredArray[]> {
  const store = await openStore(model, ocdbt, contents, limits);
  const arrays: StoredArray[] = [];
  for (const leaf of leaves) {
    const second = await store(`${leaf.name}/.zarray`);
    const third = second ? null : await store(`${leaf.name}/zarr.json`);
    if (second || third) {
      const array = second ? parseZarray(second, limits) : parseZarrJson(third as Uint8Array, limits);
      arrays.push({ leaf, array, read: (key) => store(`${leaf.name}/${key}`) });
    } else
      contents.observations.push({
        kind: 'unread',
        code: 'missing-file',
        message: `expected an array of Zarr for "${leaf.name}", found none`,
        name: leaf.name,
      });
  }
  return arrays;
}

function infoOf({ name }: Leaf, { dtype, shape }: ZarrArray): TensorInfo {
  return { name, dtype, shape, byteLength: byteLengthOf(dtype, countElements(shape) ?? 0) ?? 0 };
}

async function* valuesOf(array: ZarrArray, read: StoredArray['read'], limits: Limits): AsyncGenerator<Uint8Array> {
  yield await readZarr(array, read, limits);
}

/** A plain number of the tree. */
async function scalarOf(array: ZarrArray, read: StoredArray['read'], limits: Limits): Promise<number | null> {
  if (array.shape.length > 0) return null;
  for await (const bytes of valuesOf(array, read, limits)) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (array.dtype === 'int64') return Number(view.getBigInt64(0, true));
    if (array.dtype === 'int32') return view.getInt32(0, true);
    if (array.dtype === 'float64') return view.getFloat64(0, true);
    if (array.dtype === 'float32') return view.getFloat32(0, true);
  }
  return null;
}
