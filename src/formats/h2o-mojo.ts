import { append } from '../bytes/append.js';
import { FormatError } from '../bytes/format-error.js';
import type { Limits } from '../bytes/limits.js';
import { openZipMember, readZipDirectory, type ZipMember } from '../containers/zip.js';
import { addPart } from './archive-parts.js';
import { countElements } from './dtypes.js';
import { certain, type Format, type ModelInput, NO, type Tensor } from './format.js';
import { mojoDetails } from './h2o-mojo-details.js';
import { type MojoSettings, mojoTensor, mojoValue, parseMojoSettings } from './h2o-mojo-ini.js';
import { addMojoLevels, beginMojo, bytesOf, type MojoReading, partsByFolder, textOf } from './h2o-mojo-reading.js';
import { parseMojoTree } from './h2o-mojo-tree.js';
import { numberTensor } from './number-tensor.js';
import { attempt } from './problems.js';
import { joinName } from './python-names.js';
import { addZipProblems, openMember } from './zip-contents.js';
import { addZipGaps } from './zip-gaps.js';
import { zipMembers } from './zip-recognition.js';

const SETTINGS = 'model.ini';
const DETAILS = 'experimental/modelDetails.json';
const INFO = '[info]';
/** Files of numbers, big-endian: dtype, settings that hold rows and columns; without them a count of 32 bits comes first. */
const ARRAYS: Readonly<Record<string, { dtype: 'float32' | 'float64'; shape?: readonly [string, string] }>> = {
  eigenvectors_raw: { dtype: 'float64', shape: ['eigenvector_size', 'k'] },
  archetypes: { dtype: 'float64', shape: ['nrowY', 'ncolY'] },
  vectors: { dtype: 'float32', shape: ['vocab_size', 'vec_size'] },
  'calib/thresholds_x': { dtype: 'float64' },
  'calib/thresholds_y': { dtype: 'float64' },
};
/** Lists of numbers that describe the training data or the classes; other lists were learned. */
const DESCRIPTIONS = /^(?:prior|model)_class_distrib$/;

/** A model of H2O made ready for scoring: settings, names and levels as text, trees in bytes of their own, other models within. */
export const h2oMojo: Format = {
  id: 'h2o-mojo',
  name: 'H2O MOJO',
  aliases: ['Model Object, Optimized'],
  extensions: ['.zip', '.mojo'],
  family: 'jvm',
  container: 'zip',
  signature: 'zip with model.ini, which begins with [info] and has h2o_version and mojo_version',
  facts: {
    disclosure: 'source',
    steward: 'H2O.ai',
    specification: 'https://docs.h2o.ai/h2o/latest-stable/h2o-docs/mojo-quickstart.html',
    encoding: 'mixed',
    holds: 'model',
    independent: false,
    worstLoading: 'data-only',
    openExport: 'pmml',
  },
  specializes: 'zip',

  async recognize(glimpse, limits) {
    const member = (await zipMembers(glimpse))?.find(({ name }) => name === SETTINGS);
    if (!member) return NO;
    try {
      const source = await openZipMember(glimpse.source, member, limits);
      const head = Buffer.from(await source.read(0, Math.min(source.size, INFO.length))).toString('latin1');
      return head === INFO ? certain(`zip with ${SETTINGS} that begins with ${INFO}`) : NO;
    } catch (error) {
      if (error instanceof FormatError) return NO;
      throw error;
    }
  },

  async inspect(model, limits) {
    const { contents, tensors } = await read(model, limits);
    contents.tensors = tensors.map(({ info }) => info);
    contents.storedBytes = contents.tensors.reduce((sum, { byteLength }) => sum + byteLength, 0);
    return contents;
  },

  async *tensors(model, limits) {
    yield* (await read(model, limits)).tensors;
  },
};

async function read(model: ModelInput, limits: Limits): Promise<MojoReading> {
  const directory = await readZipDirectory(model.source, limits);
  const reading = beginMojo(model, directory.members, limits);
  addZipProblems(reading.contents, directory);
  await addZipGaps(reading.contents, model.source, directory, limits);
  const parts = partsByFolder(reading.members.keys());
  await addModel('', '', parts, reading);
  // A stacked ensemble holds every model it asks, each with its own settings in its own folder.
  for (const name of reading.members.keys())
    if (name !== SETTINGS && name.endsWith(`/${SETTINGS}`)) {
      const folder = name.slice(0, -SETTINGS.length);
      await addModel(folder, folder.split('/').at(-2) ?? '', parts, reading);
    }
  await addOthers(reading);
  return reading;
}

/** Members of the models themselves, that H2O reads as texts and numbers. */
const OWN =
  /(?:^|\/)(?:model\.ini|boosterBytes|eigenvectors_raw|archetypes|vectors|calib\/thresholds_[xy]|trees\/t\d+(?:_\d+)?(?:_aux)?\.bin|[\w -]+\.(?:txt|ini|json))$/;
/** Other members that are looked into. */
const MOST_OTHERS = 256;

/** Looks into members that H2O does not put there. */
async function addOthers({ model, members, contents, limits }: MojoReading): Promise<void> {
  let looked = 0;
  for (const member of members.values()) {
    if (member.isDirectory || OWN.test(member.name)) continue;
    if (++looked > MOST_OTHERS) {
      const message = `expected at most ${MOST_OTHERS} members besides those of H2O, found more`;
      contents.observations.push({ kind: 'unread', code: 'resource-limit', message });
      return;
    }
    await attempt(contents, { member: member.name }, async () => {
      await addPart(contents, model, member.name, await openMember(model, member, contents, limits));
    });
  }
}

/** One model: the files below `folder`, under names that begin with `prefix`. What cannot be read is told. */
async function addModel(
  folder: string,
  prefix: string,
  parts: ReadonlyMap<string, readonly string[]>,
  reading: MojoReading,
): Promise<void> {
  const { contents } = reading;
  const settings = parseMojoSettings((await textOf(`${folder}${SETTINGS}`, reading)) ?? '');
  if (!settings) {
    const message = `expected ${INFO} with h2o_version and mojo_version, found other settings`;
    contents.observations.push({ kind: 'malformed', code: 'invalid-structure', message, member: folder + SETTINGS });
    return;
  }
  const version = settings.info.get('h2o_version') ?? '';
  if (folder === '') {
    contents.version = settings.info.get('mojo_version') ?? '';
    contents.needs.push({ package: 'h2o', version, evidence: `${SETTINGS}#h2o_version` });
  }
  addSettings(settings, folder, prefix, reading);
  await addMojoLevels(settings, folder, prefix, reading);
  await tell(folder + DETAILS, reading, async () => {
    const bytes = await bytesOf(folder + DETAILS, reading);
    if (bytes) append(contents.facts, mojoDetails(bytes, folder + DETAILS, prefix, reading.limits));
  });
  const littleEndian = settings.info.get('endianness') !== 'BIG_ENDIAN';
  for (const name of parts.get(folder) ?? []) {
    const tree = /^trees\/(t\d+_\d+)\.bin$/.exec(name)?.[1];
    if (Object.hasOwn(ARRAYS, name))
      await tell(folder + name, reading, () =>
        addArray(folder, name, joinName(prefix, name.replaceAll('/', '.')), settings, reading),
      );
    else if (tree !== undefined)
      await tell(folder + name, reading, () =>
        addTree(folder + name, joinName(prefix, `trees.${tree}`), littleEndian, reading),
      );
    else if (/^trees\/t\d+\.bin$/.test(name))
      contents.observations.push({
        kind: 'unread',
        code: 'unsupported',
        message: 'expected a tree that splits by single columns, found one of an extended isolation forest',
        member: folder + name,
      });
    else if (name === 'boosterBytes') await addBooster(folder + name, prefix, reading);
  }
}

async function tell(member: string, { contents }: MojoReading, act: () => Promise<void>): Promise<void> {
  await attempt(contents, { member }, async () => {
    await act();
  });
}

/** Settings as facts; lists of numbers that were learned as tensors. */
function addSettings(settings: MojoSettings, folder: string, prefix: string, { contents, tensors }: MojoReading): void {
  const add = (key: string, value: unknown, place = key) =>
    contents.facts.push({ key: joinName(prefix, key), value, where: `${folder}${SETTINGS}#${place}` });
  for (const [key, text] of settings.info) {
    const value = key.endsWith('_version') ? text : mojoValue(text);
    if (Array.isArray(value) && !DESCRIPTIONS.test(key))
      tensors.push(shaped(mojoTensor(joinName(prefix, key), key, value, text), key, settings));
    else if (value !== null) add(key, value);
  }
  if (settings.columns.length > 0) add('columns', settings.columns);
  const response = settings.info.get('supervised') === 'true' ? settings.columns.at(-1) : undefined;
  if (response !== undefined) add('response', response, 'columns');
}

/** Weights between two layers are a matrix, one row for each neuron of the layer that they lead to. */
function shaped(tensor: Tensor, key: string, settings: MojoSettings): Tensor {
  const layer = /^weight_layer(\d+)$/.exec(key)?.[1];
  const sizes = mojoValue(settings.info.get('neural_network_sizes') ?? '');
  if (layer === undefined || !Array.isArray(sizes)) return tensor;
  const [from = 0, to = 0] = sizes.slice(Number(layer));
  return from * to === tensor.info.shape[0] ? { ...tensor, info: { ...tensor.info, shape: [to, from] } } : tensor;
}

/** A file of numbers, at `path` below the model's folder. */
async function addArray(folder: string, path: string, name: string, settings: MojoSettings, reading: MojoReading) {
  const { dtype, shape: sizes } = ARRAYS[path] as (typeof ARRAYS)[string];
  const bytes = Buffer.from((await bytesOf(folder + path, reading)) ?? []).subarray(sizes ? 0 : 4);
  const itemBytes = dtype === 'float32' ? 4 : 8;
  const count = bytes.length / itemBytes;
  const shape = sizes?.map((key) => Number(settings.info.get(key))) ?? [count];
  if (countElements(shape) !== count)
    throw new FormatError('invalid-structure', `expected ${shape.join(' × ')} numbers, found ${count}`);
  const numbers = Array.from({ length: count }, (_, i) =>
    itemBytes === 4 ? bytes.readFloatBE(i * 4) : bytes.readDoubleBE(i * 8),
  );
  reading.tensors.push(numberTensor(name, dtype, shape, numbers));
}

/** A tree as parallel arrays, as other tree libraries keep theirs. */
async function addTree(member: string, prefix: string, littleEndian: boolean, reading: MojoReading): Promise<void> {
  const tree = parseMojoTree((await bytesOf(member, reading)) ?? new Uint8Array(0), littleEndian);
  const count = tree.feature.length;
  const add = (key: string, dtype: 'int32' | 'uint8' | 'float32', numbers: ArrayLike<number>) =>
    reading.tensors.push(numberTensor(`${prefix}.${key}`, dtype, [numbers.length], numbers));
  add('feature', 'int32', tree.feature);
  add('threshold', 'float32', tree.threshold);
  add('left', 'int32', tree.left);
  add('right', 'int32', tree.right);
  add('value', 'float32', tree.value);
  add('missing', 'uint8', tree.missing);
  const bits = Buffer.concat([...tree.levels.values()].map((levels) => levels.bits));
  if (bits.length > 0) {
    add(
      'levels_first',
      'int32',
      Int32Array.from(tree.feature, (_, node) => tree.levels.get(node)?.first ?? 0),
    );
    add(
      'levels_bytes',
      'int32',
      Int32Array.from(tree.feature, (_, node) => tree.levels.get(node)?.bits.length ?? 0),
    );
    add('levels_right', 'uint8', bits);
  }
  if (reading.tensors.length > reading.limits.tensors)
    throw new FormatError('resource-limit', `expected at most ${reading.limits.tensors} tensors, found ${count} more`);
}

/** XGBoost's own model. */
async function addBooster(member: string, prefix: string, reading: MojoReading): Promise<void> {
  const { model, members, contents, limits, tensors } = reading;
  const source = await openMember(model, members.get(member) as ZipMember, contents, limits);
  const part = await addPart(contents, model, member, source);
  for (const fact of part?.contents.facts ?? [])
    contents.facts.push({
      ...fact,
      key: joinName(prefix, `booster.${fact.key}`),
      where: `${member}!/${fact.where}`,
    });
  for await (const tensor of part?.tensors?.() ?? [])
    tensors.push({ ...tensor, info: withoutPlace(joinName(prefix, `booster.${tensor.info.name}`), tensor) });
}

function withoutPlace(name: string, { info }: Tensor): Tensor['info'] {
  const { offset: _, ...rest } = info;
  return { ...rest, name };
}
