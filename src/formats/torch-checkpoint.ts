import { append } from '../bytes/append.js';
import { FormatError } from '../bytes/format-error.js';
import type { Limits } from '../bytes/limits.js';
import { type ByteSource, subSource } from '../bytes/source.js';
import { type Pickle, readPickles } from '../containers/pickle.js';
import { firstMemberName, firstMemberStart, type ZipMember } from '../containers/zip.js';
import { addPart } from './archive-parts.js';
import { begin, type Contents, type ModelInput } from './format.js';
import type { Leaf } from './numpy-leaf.js';
import { addPickle, addPickles } from './pickle-contents.js';
import type { PickleHome } from './pickled-arrays.js';
import { addProblem, attempt } from './problems.js';
import { objectFacts } from './python-facts.js';
import { collectLeaves } from './python-leaves.js';
import { isValueMember, locateStorages, openTorchArchive, readValue, type TorchArchive } from './torch-archive.js';
import { storageReference, type TorchStorages } from './torch-storage.js';
import { locationsOf, torchReader } from './torch-tensor.js';
import { addZipProblems, openMember } from './zip-contents.js';
import { addZipGaps } from './zip-gaps.js';

/** A torch zip, read: its contents, the ways to its tensors, and the pickles for those who need more of them. */
export interface TorchCheckpoint {
  archive: TorchArchive;
  contents: Contents;
  leaves: Leaf[];
  /** Every pickle that some loader begins with: one in front of the archive, and that of each `data.pkl`. */
  entries: Pickle[];
  /** The pickle of the `data.pkl` that was read. */
  object?: Pickle;
}

/** Parts of one archive kind that its own reader explains, by name without the root. */
export type IsExplained = (name: string) => boolean;

/** Members other than storages that are looked into; more are no archive of a model. */
const MOST_PARTS = 2_000;
/** Identifiers of serialization, the longest of the values, have 40 digits. */
const LONGEST_VALUE = 64;

/** Reads directory, `data.pkl`, and the local headers of the storages it refers to. Every other member is looked into by content. */
export async function readCheckpoint(
  model: ModelInput,
  limits: Limits,
  isExplained: IsExplained = () => false,
): Promise<TorchCheckpoint> {
  const contents = begin(model, 'data-only');
  const archive = await openOrRecover(model, contents, limits);
  addZipProblems(contents, archive.directory);
  await addZipGaps(contents, archive.source, archive.directory, limits);
  await addVersion(archive, contents, limits);
  const checkpoint: TorchCheckpoint = { archive, contents, leaves: [], entries: [] };
  if (archive.directory.prefix > 0) await addPrefix(model.source, archive.directory.prefix, checkpoint.entries, limits);
  for (const member of archive.members.get('data.pkl') ?? []) await readDataPickle(checkpoint, member, limits);
  await addOthers(model, checkpoint, limits, isExplained);
  const stored = [...archive.members].filter(([name]) => name.startsWith('data/')).flatMap(([, members]) => members);
  contents.storedBytes = stored.reduce((sum, member) => sum + member.compressedSize, 0);
  return checkpoint;
}

/**
 * A file cut before its directory has no members to ask for, but its pickle stands at the start: what loading would have
 * imported is read, and the tensors are listed without their values.
 */
async function openOrRecover(model: ModelInput, contents: Contents, limits: Limits): Promise<TorchArchive> {
  try {
    return await openTorchArchive(model.source, limits);
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    const start = firstMemberStart(model.glimpse.head);
    const name = firstMemberName(model.glimpse.head);
    if (start === null || name === null || error.code !== 'truncated') throw error;
    addProblem(contents, error);
    const [pickle] = await readPickles(
      subSource(model.source, Math.min(start, model.source.size), model.source.size),
      0,
      { limits },
    );
    if (pickle) addPickle(contents, pickle, { member: name, base: start });
    const none = { byteOrder: 'little', places: new Map() } as const;
    if (pickle?.value !== undefined)
      contents.tensors = collectLeaves(
        pickle.value,
        { source: model.source, base: undefined },
        limits,
        torchReader(none),
      ).leaves.map(({ info }) => info);
    const directory = { members: [], start: 0, prefix: 0, fields: null, comment: 0, trailing: 0, problems: [] };
    return { source: model.source, directory, root: name.slice(0, name.indexOf('/') + 1), members: new Map() };
  }
}

async function addVersion(archive: TorchArchive, contents: Contents, limits: Limits): Promise<void> {
  const name = archive.members.has('version') ? 'version' : '.data/version';
  const version = await readValue(archive, name, contents, limits);
  if (version !== undefined && /^\d+$/.test(version)) contents.version = version;
  else
    contents.observations.push({
      kind: 'malformed',
      code: 'invalid-structure',
      message: `expected a number in ${archive.root}version, found ${version === undefined ? 'no such member' : 'other text'}`,
    });
}

/** A pickle in front of the first member is what `pickle.load` runs. */
async function addPrefix(source: ByteSource, length: number, entries: Pickle[], limits: Limits): Promise<void> {
  for (const pickle of await readPickles(subSource(source, 0, length), 0, { limits }))
    if (pickle.value !== undefined || pickle.calls.length > 0) entries.push(pickle);
}

async function readDataPickle(checkpoint: TorchCheckpoint, member: ZipMember, limits: Limits): Promise<void> {
  const { archive, contents } = checkpoint;
  await attempt(contents, { member: member.name }, async () => {
    const source = await openMember(archive, member, contents, limits);
    const home: PickleHome = { source, base: undefined };
    const pickles = await readPickles(source, 0, { limits });
    addPickles(contents, pickles, { member: member.name });
    const [first] = pickles;
    if (first) checkpoint.entries.push(first);
    if (first?.value === undefined) return;
    checkpoint.object = first;
    const { leaves, observations } = collectLeaves(
      first.value,
      home,
      limits,
      torchReader(await storagesOf(archive, first, contents, limits)),
    );
    checkpoint.leaves = leaves;
    contents.tensors = leaves.map(({ info }) => info);
    append(
      contents.observations,
      observations.map((observation) => ({ ...observation, member: member.name })),
    );
    append(contents.facts, objectFacts(first.value, member.name));
    addLocations(contents, first, member.name);
  });
}

/** Devices other than the CPU that the tensors were on when they were saved. */
function addLocations(contents: Contents, pickle: Pickle, where: string): void {
  const devices = locationsOf(pickle.persistents).filter((location) => location !== 'cpu');
  if (devices.length > 0) contents.facts.push({ key: 'device', value: devices, where });
}

/** Locates the storages that a pickle refers to, and tells which are absent. */
async function storagesOf(
  archive: TorchArchive,
  pickle: Pickle,
  contents: Contents,
  limits: Limits,
  folder = 'data/',
): Promise<TorchStorages> {
  const byteOrder = (await readValue(archive, 'byteorder', contents, limits)) === 'big' ? 'big' : 'little';
  const references = new Map(
    pickle.persistents.flatMap(({ id }) => {
      const reference = storageReference(id);
      return reference ? [[reference.key, reference] as const] : [];
    }),
  );
  const places = await locateStorages(archive, folder, contents, limits, new Set(references.keys()));
  for (const [key, { byteLength }] of references) {
    const name = `${archive.root}${folder}${key}`;
    if (byteLength > 0 && !archive.members.has(folder + key))
      contents.observations.push({
        kind: 'unread',
        code: 'missing-file',
        message: `expected the storage ${name}, found none`,
        name,
        member: name,
      });
  }
  return { byteOrder, places };
}

/** Every member that is neither a storage in use nor a known short text is looked into: loaders of all kinds may find a pickle there. */
async function addOthers(
  model: ModelInput,
  { archive, contents, entries }: TorchCheckpoint,
  limits: Limits,
  isExplained: IsExplained,
): Promise<void> {
  const storages = new Set(
    entries.flatMap(({ persistents }) => persistents.map(({ id }) => `data/${storageReference(id)?.key}`)),
  );
  const others = [...archive.members].filter(
    ([name, [first]]) =>
      name !== 'data.pkl' &&
      !storages.has(name) &&
      !(isValueMember(name) && (first?.size ?? 0) <= LONGEST_VALUE) &&
      !name.endsWith('/') &&
      !isExplained(name),
  );
  const members = others.flatMap(([, list]) => list);
  if (members.length > MOST_PARTS)
    contents.observations.push({
      kind: 'unread',
      code: 'resource-limit',
      message: `expected at most ${MOST_PARTS} members besides the storages, found ${members.length}`,
    });
  for (const member of members.slice(0, MOST_PARTS)) {
    await attempt(contents, { member: member.name }, async () => {
      await addPart(contents, model, member.name, await openMember(archive, member, contents, limits));
    });
  }
}
