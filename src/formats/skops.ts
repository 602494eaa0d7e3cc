import { append } from '../bytes/append.js';
import type { Limits } from '../bytes/limits.js';
import { byBytes } from '../bytes/order.js';
import { subSource } from '../bytes/source.js';
import { isObject, readJson } from '../containers/json-document.js';
import { readNpyHeader } from '../containers/npy.js';
import { hasObjects } from '../containers/numpy-dtype.js';
import type { PickleValue } from '../containers/pickle.js';
import { locateZipMember, readZipDirectory, type ZipMember } from '../containers/zip.js';
import { addPart } from './archive-parts.js';
import { begin, type Contents, certain, type Format, type ModelInput, NO } from './format.js';
import { type ArrayPlace, type Leaf, tensorOf } from './numpy-leaf.js';
import { isPlainData } from './pickle-contents.js';
import type { PickledArray, PickleHome } from './pickled-arrays.js';
import { attempt } from './problems.js';
import { objectFacts } from './python-facts.js';
import { collectLeaves } from './python-leaves.js';
import { needsOf } from './python-needs.js';
import { type SkopsTree, skopsTree } from './skops-tree.js';
import { estimatorOf } from './structure/python-estimator.js';
import { addZipProblems, openMember } from './zip-contents.js';
import { addZipGaps } from './zip-gaps.js';
import { zipMembers } from './zip-recognition.js';

const SCHEMA = 'schema.json';

export const skops: Format = {
  id: 'skops',
  name: 'skops',
  extensions: ['.skops'],
  family: 'python',
  container: 'zip',
  signature: 'zip with schema.json',
  aliases: ['scikit-learn model'],
  facts: {
    disclosure: 'documented',
    steward: 'skops developers',
    specification: 'https://skops.readthedocs.io/en/stable/persistence.html',
    encoding: 'mixed',
    holds: 'model',
    independent: false,
    worstLoading: 'code',
    openExport: 'onnx',
  },
  specializes: 'zip',

  async recognize(glimpse) {
    const members = await zipMembers(glimpse);
    if (!members?.some(({ name }) => name === SCHEMA)) return NO;
    const known =
      glimpse.extension === '.skops' || members.every(({ name }) => name === SCHEMA || /\.(npy|npz|bin)$/.test(name));
    return known ? certain(`zip with ${SCHEMA}`) : NO;
  },

  async inspect(model, limits) {
    return (await read(model, limits)).contents;
  },

  async *tensors(model, limits) {
    for (const leaf of (await read(model, limits)).leaves) yield tensorOf(leaf);
  },

  async structure(model, limits) {
    const { tree, home } = await read(model, limits);
    return estimatorOf(tree.root, home, limits);
  },
};

/** A tree of typed nodes in JSON, and the arrays it names as npy members. */
async function read(
  model: ModelInput,
  limits: Limits,
): Promise<{ contents: Contents; leaves: Leaf[]; tree: SkopsTree; home: PickleHome }> {
  const contents = begin(model, 'code');
  const directory = await readZipDirectory(model.source, limits);
  addZipProblems(contents, directory);
  await addZipGaps(contents, model.source, directory, limits);
  const byName = new Map(directory.members.map((member) => [member.name, member]));
  const schema = await readJson(await openMember(model, byName.get(SCHEMA) as ZipMember, contents, limits), limits, {
    nonFinite: true,
  });
  const tree = skopsTree(schema, limits);
  contents.globals = [...tree.names].sort(byBytes);
  append(contents.observations, tree.observations);
  const home = { source: model.source, base: undefined, arrays: await arraysOf(model, tree, byName, contents, limits) };
  const { leaves, observations } = collectLeaves(tree.root, home, limits);
  contents.tensors = leaves.map(({ info }) => info);
  append(contents.observations, observations);
  contents.facts = [...versions(schema), ...objectFacts(tree.root, SCHEMA)];
  contents.needs = needsOf(['skops.io', ...contents.globals], contents.facts, SCHEMA);
  contents.loading =
    isPlainData(contents.globals) && !tree.observations.some(({ kind }) => kind === 'callable') ? 'data-only' : 'code';
  for (const member of directory.members) {
    if (member.name === SCHEMA || member.isDirectory || tree.files.has(member.name)) continue;
    await addPart(contents, model, member.name, await openMember(model, member, contents, limits));
  }
  return { contents, leaves, tree, home };
}

const versions = (schema: unknown): Contents['facts'] => {
  const value = isObject(schema as never) ? (schema as Record<string, unknown>)['_skops_version'] : undefined;
  return typeof value === 'string' ? [{ key: 'skops_version', value, where: `${SCHEMA}#_skops_version` }] : [];
};

/** Headers of the arrays that nodes name; absent ones are told. */
async function arraysOf(
  model: ModelInput,
  tree: SkopsTree,
  members: ReadonlyMap<string, ZipMember>,
  contents: Contents,
  limits: Limits,
): Promise<Map<PickleValue, PickledArray>> {
  const arrays = new Map<PickleValue, PickledArray>();
  for (const [file, values] of tree.files) {
    const member = members.get(file);
    if (!member) {
      contents.observations.push({
        kind: 'unread',
        code: 'missing-file',
        message: `expected the member ${file}, found none`,
        name: file,
      });
      continue;
    }
    await attempt(contents, { member: file }, async () => {
      const array = await arrayOfMember(model, member, contents, limits);
      // skops loads no array of objects; other readers of the same member do.
      if (hasObjects(array.dtype))
        await addPart(contents, model, file, await openMember(model, member, contents, limits));
      for (const value of values) arrays.set(value, array);
    });
  }
  return arrays;
}

async function arrayOfMember(
  model: ModelInput,
  member: ZipMember,
  contents: Contents,
  limits: Limits,
): Promise<PickledArray> {
  const isStored = member.method === 0 && !member.isEncrypted;
  const range = isStored ? await locateZipMember(model.source, member) : null;
  const source = range
    ? subSource(model.source, range.start, range.end)
    : await openMember(model, member, contents, limits);
  const { dtype, shape, fortran, dataStart } = await readNpyHeader(source, limits);
  const place: ArrayPlace = { source, start: dataStart, shape, fortran, ...(range && { base: range.start }) };
  return { dtype, shape, fortran, data: false, items: null, place };
}
