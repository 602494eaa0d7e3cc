import { append } from '../bytes/append.js';
import { FormatError } from '../bytes/format-error.js';
import type { Limits } from '../bytes/limits.js';
import type { ByteSource } from '../bytes/source.js';
import { isObject, type Json, readJson } from '../containers/json-document.js';
import {
  locateZipMember,
  openZipMember,
  readZipDirectory,
  type ZipDirectory,
  type ZipMember,
} from '../containers/zip.js';
import { addPart } from './archive-parts.js';
import { begin, type Contents, certain, type Format, type ModelInput, NO, type Part } from './format.js';
import { has } from './glimpse.js';
import { type Hdf5Contents, hdf5Tensors, readHdf5 } from './hdf5-contents.js';
import { walkKerasConfig } from './keras-config.js';
import { kerasFacts, parseKerasModel } from './keras-model.js';
import { nameKerasVariables } from './keras-names.js';
import { noteUnnamed } from './keras-weights-h5.js';
import { attempt } from './problems.js';
import { collected, kerasGraph } from './structure/keras-graph.js';
import { storedByGroup } from './structure/keras-roles.js';
import { addZipGaps } from './zip-gaps.js';

const CONFIG = 'config.json';
const METADATA = 'metadata.json';
const WEIGHTS = 'model.weights.h5';
/** Members besides those of Keras that are looked into. */
const MOST_OTHERS = 1_000;
/** Bytes of a local header before the member's name. */
const LOCAL_HEADER_BYTES = 30;
const NPZ_WEIGHTS = 'model.weights.npz';
const OWN_MEMBERS = new Set([CONFIG, METADATA, WEIGHTS, NPZ_WEIGHTS]);

/** The `.keras` archive of Keras 3: configuration as JSON, weights as HDF5. */
export const kerasV3Zip: Format = {
  id: 'keras-v3-zip',
  name: 'Keras model (.keras)',
  extensions: ['.keras'],
  family: 'tensorflow',
  container: 'zip',
  signature: 'zip with config.json, metadata.json and model.weights.h5',
  aliases: ['Keras 3 model'],
  specializes: 'zip',
  facts: {
    disclosure: 'documented',
    steward: 'Keras team, Google',
    specification: 'https://keras.io/guides/serialization_and_saving/',
    encoding: 'mixed',
    holds: 'model',
    independent: false,
    worstLoading: 'code',
    openExport: 'onnx',
  },
  async recognize(glimpse) {
    const members = await glimpse.zip();
    // Keras writes its small members first: they tell what a file was that lost its end.
    if (members === null && has(glimpse.head, [0x50, 0x4b, 3, 4]) && has(glimpse.head, METADATA, LOCAL_HEADER_BYTES))
      return certain(`zip that begins with ${METADATA}`);
    const names = new Set(members?.map(({ name }) => name));
    if (!names.has(CONFIG)) return NO;
    // Keras loads what has a configuration: it does not look at the metadata.
    const others = [METADATA, WEIGHTS, NPZ_WEIGHTS].filter((name) => names.has(name));
    return glimpse.extension === '.keras' || others.length > (others[0] === METADATA ? 1 : 0)
      ? certain(`zip with ${[CONFIG, ...others].join(', ')}`)
      : NO;
  },
  inspect: async (model, limits) => (await read(model, limits)).contents,
  async *tensors(model, limits) {
    const { hdf5, part } = await read(model, limits);
    if (hdf5) yield* hdf5Tensors(hdf5);
    else if (part?.tensors) yield* part.tensors();
  },
  async structure(model, limits) {
    const { contents, hdf5, config } = await read(model, limits);
    if (!hdf5 || config === undefined) return null;
    return kerasGraph(config, contents.version ?? '', await collected(hdf5Tensors(hdf5)), storedByGroup, limits);
  },
};

interface Archive {
  source: ByteSource;
  directory: ZipDirectory;
  limits: Limits;
}

async function read(
  model: ModelInput,
  limits: Limits,
): Promise<{ contents: Contents; hdf5?: Hdf5Contents; part?: Part; config?: Json }> {
  const directory = await readDirectory(model.source);
  const archive: Archive = { source: model.source, directory, limits };
  const contents = begin(model, 'data-only');
  noteZip(contents, directory);
  await addZipGaps(contents, model.source, directory, limits);
  const config = await jsonMember(archive, CONFIG, contents);
  await attempt(contents, { member: METADATA }, async () => {
    noteMetadata(contents, await jsonMember(archive, METADATA, contents));
  });
  const compile = isObject(config) ? config['compile_config'] : undefined;
  if (config !== undefined) {
    const walked = walkKerasConfig(config, CONFIG);
    append(contents.facts, kerasFacts(config, compile, CONFIG, `${CONFIG}#compile_config`));
    append(contents.facts, walked.seeds);
    append(contents.observations, walked.observations);
    if (walked.needsCode) contents.loading = 'code';
  }
  await addOthers(model, archive, contents);
  const weights = memberOf(directory, WEIGHTS);
  if (weights) {
    const hdf5 = await readWeights(archive, weights, contents, config ?? null, compile);
    return { contents, hdf5, ...(config !== undefined && { config }) };
  }
  const npz = memberOf(directory, NPZ_WEIGHTS);
  if (npz && model.part) return { contents, part: await readPart(model.part, archive, npz, contents) };
  contents.observations.push({
    kind: 'unread',
    code: 'missing-file',
    message: `expected ${WEIGHTS} in the archive, found none`,
    name: WEIGHTS,
  });
  return { contents };
}

/** A file that begins as an archive and has no directory was cut off. */
async function readDirectory(source: ByteSource): Promise<ZipDirectory> {
  try {
    return await readZipDirectory(source);
  } catch (error) {
    if (!(error instanceof FormatError) || error.code !== 'invalid-structure') throw error;
    throw new FormatError(
      'truncated',
      `expected the directory of the archive at its end, found ${error.message}`,
      undefined,
      { cause: error },
    );
  }
}

/** The last member of a name: that is what Python reads. */
const memberOf = ({ members }: ZipDirectory, name: string): ZipMember | undefined =>
  members.findLast((member) => member.name === name);

/** A document of the archive; of a repeated key Python keeps the last value, other readers the first. */
async function jsonMember(
  { source, directory, limits }: Archive,
  name: string,
  contents: Contents,
): Promise<Json | undefined> {
  const member = memberOf(directory, name);
  if (!member) return undefined;
  let isTold = false;
  const onDuplicate = (key: string, offset: number) => {
    if (isTold) return;
    isTold = true;
    const message = `expected unique keys, found "${key}" twice at offset ${offset} of the member`;
    contents.observations.push({ kind: 'malformed', code: 'duplicate-key', message, name: key, member: name });
  };
  return readJson(await openZipMember(source, member, limits), limits, {
    nonFinite: true,
    anyUnicode: true,
    onDuplicate,
  });
}

async function readWeights(
  archive: Archive,
  member: ZipMember,
  contents: Contents,
  config: Json,
  compile: Json | undefined,
): Promise<Hdf5Contents> {
  const { source, limits } = archive;
  const hdf5 = await readHdf5(await openZipMember(source, member, limits), limits);
  noteUnnamed(contents, nameKerasVariables(hdf5, parseKerasModel(config, compile)));
  const start = member.method === 0 ? (await locateZipMember(source, member)).start : null;
  for (const { info } of hdf5.tensors) {
    // Offsets count from the begin of the archive; inside a compressed member there are none.
    if (start === null) delete info.offset;
    else if (info.offset !== undefined) info.offset += start;
  }
  contents.tensors = hdf5.tensors.map(({ info }) => info);
  contents.facts.push({ key: 'superblock', value: hdf5.listing.superblock.version, where: member.name });
  contents.observations.push(
    ...hdf5.observations.map((observation) => ({
      ...observation,
      member: `${member.name}!${observation.member ?? '/'}`,
    })),
  );
  if (hdf5.storedBytes !== undefined) contents.storedBytes = hdf5.storedBytes;
  return hdf5;
}

/** Vocabularies and whatever else lies in the archive: loaders of other kinds may find a model there. */
async function addOthers(model: ModelInput, { source, directory, limits }: Archive, contents: Contents): Promise<void> {
  const others = directory.members.filter(({ name, isDirectory }) => !isDirectory && !OWN_MEMBERS.has(name));
  if (others.length > MOST_OTHERS)
    contents.observations.push({
      kind: 'unread',
      code: 'resource-limit',
      message: `expected at most ${MOST_OTHERS} members besides its own, found ${others.length}`,
    });
  for (const member of others.slice(0, MOST_OTHERS)) {
    await attempt(contents, { member: member.name }, async () => {
      await addPart(contents, model, member.name, await openZipMember(source, member, limits));
    });
  }
}

async function readPart(
  openPart: NonNullable<ModelInput['part']>,
  { source, limits }: Archive,
  member: ZipMember,
  contents: Contents,
): Promise<Part> {
  const part = await openPart(member.name, await openZipMember(source, member, limits));
  contents.tensors = part.contents.tensors;
  append(contents.observations, part.contents.observations);
  if (part.contents.loading === 'code') contents.loading = 'code';
  return part;
}

/** Version and date; a file without a version is a broken one. */
function noteMetadata(contents: Contents, metadata: Json | undefined): void {
  if (!isObject(metadata)) throw new FormatError('invalid-structure', `expected an object in ${METADATA}, found none`);
  for (const [key, value] of Object.entries(metadata)) {
    if (typeof value === 'string' || typeof value === 'number') contents.facts.push({ key, value, where: METADATA });
  }
  const version = metadata['keras_version'];
  if (typeof version !== 'string') return;
  contents.version = version;
  contents.needs.push({ package: 'keras', version, evidence: `${METADATA}#keras_version` });
}

/** Links and names that leave the archive are what extraction would follow; other contradictions are malformed. */
function noteZip(contents: Contents, directory: ZipDirectory): void {
  for (const { code, message, member, offset } of directory.problems) {
    const kind = code === 'symlink' || code === 'path-escape' ? 'external' : 'malformed';
    contents.observations.push({
      kind,
      code,
      message,
      ...(member !== undefined && { member, name: member }),
      ...(offset !== undefined && { offset }),
    });
  }
  for (const member of directory.members) {
    if (
      (member.mode & 0o170000) === 0o120000 &&
      !contents.observations.some(({ code, name }) => code === 'symlink' && name === member.name)
    )
      contents.observations.push({
        kind: 'external',
        code: 'symlink',
        message: `expected files, found the symbolic link ${JSON.stringify(member.name)}`,
        name: member.name,
        member: member.name,
      });
  }
}
