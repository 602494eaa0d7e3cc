import { append } from '../bytes/append.js';
import { Cursor } from '../bytes/cursor.js';
import { FormatError } from '../bytes/format-error.js';
import type { Limits } from '../bytes/limits.js';
import type { ByteSource } from '../bytes/source.js';
import {
  globalName,
  itemsOf,
  numberOf,
  type Pickle,
  type PickleValue,
  readPickle,
  readPickles,
  textOf,
} from '../containers/pickle.js';
import { isTarHeader, openTarMember, readTar, type TarDirectory, type TarMember } from '../containers/tar.js';
import { begin, type Contents, certain, type Format, type ModelInput, NO } from './format.js';
import { type Leaf, stridedLeaf, tensorOf } from './numpy-leaf.js';
import { addPickle, addPickles, isPlainData } from './pickle-contents.js';
import { attempt } from './problems.js';
import { objectFacts } from './python-facts.js';
import { collectLeaves } from './python-leaves.js';
import { needsOf } from './python-needs.js';
import { TORCH_FACTS } from './pytorch-zip.js';
import { addTarProblems } from './tar-contents.js';
import { itemBytesOf, storageDtype, tensorClassDtype } from './torch-dtypes.js';
import type { StoragePlace } from './torch-storage.js';

const MEMBERS = ['sys_info', 'pickle', 'tensors', 'storages'];
/** Storages or tensors of one file; the counts stand in the file. */
const MOST_RECORDS = 1_000_000;

/** torch up to 0.1.9: a tar of four members. `torch.load` of today still reads it, and never by its safe way (CVE-2025-32434). */
export const pytorchLegacyTar: Format = {
  id: 'pytorch-legacy-tar',
  name: 'PyTorch checkpoint (tar)',
  extensions: ['.pt', '.pth', '.tar'],
  family: 'pytorch',
  container: 'tar',
  signature: 'tar with sys_info, pickle, storages and tensors',
  facts: TORCH_FACTS,
  specializes: 'tar',

  async recognize({ head, source }, limits) {
    if (!isTarHeader(head)) return NO;
    const names = new Set((await readTar(source, limits)).members.map(({ name }) => name.replace(/^\.\//, '')));
    return MEMBERS.every((name) => names.has(name)) ? certain('tar with sys_info, pickle, tensors and storages') : NO;
  },

  async inspect(model, limits) {
    return (await read(model, limits)).contents;
  },

  async *tensors(model, limits) {
    for (const leaf of (await read(model, limits)).leaves) yield tensorOf(leaf);
  },
};

interface OldTensor {
  storage: string;
  shape: number[];
  strides: number[];
  offset: number;
}

async function read(model: ModelInput, limits: Limits): Promise<{ contents: Contents; leaves: Leaf[] }> {
  const { source } = model;
  const contents = begin(model, 'data-only');
  const directory = await readTar(source, limits);
  await addTarProblems(contents, source, directory, limits);
  contents.weightsOnlyLoadable = false;
  const storages = new Map<string, StoragePlace & { dtype: string }>();
  const tensors = new Map<string, OldTensor>();
  let object: Pickle | undefined;
  await eachMember(source, directory, contents, async (name, member, content) => {
    if (name === 'storages') await readStorages(content, member, contents, limits, storages);
    else if (name === 'tensors') await readTensors(content, member, contents, limits, tensors);
    else {
      const pickles = await readPickles(content, 0, { limits });
      addPickles(contents, pickles, { member: name, base: member.start });
      if (name === 'pickle') [object] = pickles;
    }
  });
  contents.loading = isPlainData(
    contents.globals.filter(
      (name) =>
        storageDtype(name) === undefined &&
        tensorClassDtype(name) === undefined &&
        !/^torch\.(nn\.parameter\.Parameter|_utils\._rebuild_tensor)$/.test(name),
    ),
  )
    ? 'data-only'
    : 'code';
  contents.needs = needsOf(['torch.load', ...contents.globals], [], 'globals of the pickles');
  if (object?.value === undefined) return { contents, leaves: [] };
  const { leaves, observations } = collectLeaves(object.value, { source, base: 0 }, limits, (name, value) =>
    oldLeaf(name, value, tensors, storages),
  );
  contents.tensors = leaves.map(({ info }) => info);
  append(contents.observations, observations);
  contents.facts = objectFacts(object.value, 'pickle');
  contents.storedBytes = [...storages.values()].reduce((sum, { length }) => sum + length, 0);
  return { contents, leaves };
}

async function eachMember(
  source: ByteSource,
  { members }: TarDirectory,
  contents: Contents,
  visit: (name: string, member: TarMember, content: ByteSource) => Promise<void>,
): Promise<void> {
  for (const member of members) {
    const name = member.name.replace(/^\.\//, '');
    if (member.kind !== 'file') continue;
    await attempt(contents, { member: name }, async () => {
      await visit(name, member, openTarMember(source, member));
    });
  }
}

/** Reads one pickle of a member, records it, and returns its value and end. */
async function nextPickle(
  content: ByteSource,
  at: number,
  member: TarMember,
  contents: Contents,
  limits: Limits,
): Promise<{ value: PickleValue; end: number }> {
  const pickle = await readPickle(content, at, { limits });
  addPickle(contents, pickle, { member: member.name, base: member.start });
  if (pickle.value === undefined)
    throw new FormatError('invalid-structure', 'expected a complete pickle, found a broken one', member.start + at);
  return { value: pickle.value, end: pickle.end };
}

/** A count, then for each storage a pickle (key, location, class), the number of items as i64, and the items. */
async function readStorages(
  content: ByteSource,
  member: TarMember,
  contents: Contents,
  limits: Limits,
  storages: Map<string, StoragePlace & { dtype: string }>,
): Promise<void> {
  const count = await nextPickle(content, 0, member, contents, limits);
  let at = count.end;
  for (let i = 0; i < countOf(count.value, member); i++) {
    const record = await nextPickle(content, at, member, contents, limits);
    const [key, , type] = itemsOf(record.value) ?? [];
    const dtype = storageDtype(globalName(type) ?? '');
    const itemBytes = dtype === undefined ? undefined : itemBytesOf(dtype);
    if (dtype === undefined || itemBytes === undefined)
      throw new FormatError(
        'invalid-structure',
        'expected the class of a storage, found another value',
        member.start + at,
      );
    const cursor = new Cursor(
      await content.read(record.end, Math.min(content.size, record.end + 8)),
      member.start + record.end,
    );
    const length = cursor.size64() * itemBytes;
    const start = record.end + 8;
    if (start + length > content.size)
      throw new FormatError(
        'truncated',
        `expected ${length} bytes of a storage, found ${content.size - start}`,
        member.start + start,
      );
    storages.set(String(numberOf(key) ?? textOf(key)), {
      source: content,
      start,
      length,
      base: member.start,
      name: String(numberOf(key) ?? textOf(key)),
      dtype,
    });
    at = start + length;
  }
}

/** A count, then for each tensor a pickle (key, storage key, class), dimensions as i32 and 4 unused bytes, sizes, strides and offset as i64. */
async function readTensors(
  content: ByteSource,
  member: TarMember,
  contents: Contents,
  limits: Limits,
  tensors: Map<string, OldTensor>,
): Promise<void> {
  const count = await nextPickle(content, 0, member, contents, limits);
  let at = count.end;
  for (let i = 0; i < countOf(count.value, member); i++) {
    const record = await nextPickle(content, at, member, contents, limits);
    const [key, storage] = itemsOf(record.value) ?? [];
    const dimensions = new Cursor(
      await content.read(record.end, Math.min(content.size, record.end + 8)),
      member.start + record.end,
    ).i32();
    if (dimensions < 0 || dimensions > 64)
      throw new FormatError(
        'invalid-structure',
        `expected at most 64 dimensions, found ${dimensions}`,
        member.start + record.end,
      );
    const start = record.end + 8;
    const end = start + (2 * dimensions + 1) * 8;
    const cursor = new Cursor(await content.read(start, Math.min(content.size, end)), member.start + start);
    const shape = Array.from({ length: dimensions }, () => cursor.size64());
    const strides = Array.from({ length: dimensions }, () => cursor.size64());
    tensors.set(String(numberOf(key) ?? textOf(key)), {
      storage: String(numberOf(storage) ?? textOf(storage)),
      shape,
      strides,
      offset: cursor.size64(),
    });
    at = end;
  }
}

function countOf(value: PickleValue, member: TarMember): number {
  const count = numberOf(value);
  if (count === undefined || count < 0 || count > MOST_RECORDS)
    throw new FormatError(
      'invalid-structure',
      `expected a number of records up to ${MOST_RECORDS}, found another value`,
      member.start,
    );
  return count;
}

function oldLeaf(
  name: string,
  value: PickleValue,
  tensors: ReadonlyMap<string, OldTensor>,
  storages: ReadonlyMap<string, StoragePlace & { dtype: string }>,
): Leaf[] | null {
  if (value === null || typeof value !== 'object' || value.kind !== 'persistent') return null;
  const tensor = tensors.get(textOf(value.id) ?? String(numberOf(value.id)));
  const place = tensor && storages.get(tensor.storage);
  if (!tensor || !place) return null;
  const itemBytes = itemBytesOf(place.dtype) as number;
  const reach = tensor.shape.reduce(
    (last, size, i) => last + (size - 1) * (tensor.strides[i] as number),
    tensor.offset,
  );
  if (!tensor.shape.includes(0) && (reach + 1) * itemBytes > place.length)
    throw new FormatError(
      'invalid-structure',
      `expected a view within ${place.length} bytes of storage ${tensor.storage}, found one that reaches ${(reach + 1) * itemBytes}`,
    );
  const items = {
    source: place.source,
    start: place.start + tensor.offset * itemBytes,
    itemBytes,
    shape: tensor.shape,
    strides: tensor.strides.map((stride) => stride * itemBytes),
    swapBytes: 1,
  };
  const leaf = stridedLeaf(name, { kind: 'V', itemSize: itemBytes, byteOrder: 'little', descr: '' }, items, undefined);
  leaf.info.dtype = place.dtype;
  if (leaf.info.strides === undefined && leaf.info.byteLength > 0 && place.base !== undefined)
    Object.assign(leaf.info, { offset: place.base + items.start, ...(itemBytes > 1 && { byteOrder: 'little' }) });
  return [{ ...leaf, storage: tensor.storage }];
}
