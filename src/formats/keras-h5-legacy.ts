import { append } from '../bytes/append.js';
import { FormatError } from '../bytes/format-error.js';
import type { Limits } from '../bytes/limits.js';
import type { Hdf5Value } from '../containers/hdf5.js';
import { type Json, parseJson } from '../containers/json-document.js';
import { type Contents, certain, type Format, type ModelInput, NO } from './format.js';
import { genericContents } from './hdf5.js';
import { type Hdf5Contents, hdf5Tensors, readHdf5 } from './hdf5-contents.js';
import { hdf5Root } from './hdf5-root.js';
import { walkKerasConfig } from './keras-config.js';
import { kerasFacts } from './keras-model.js';
import { addOnce, attempt } from './problems.js';
import { collected, kerasGraph } from './structure/keras-graph.js';
import { storedByName } from './structure/keras-roles.js';

/** Attributes that are read as what they are and not told as text. */
export const KERAS_ATTRIBUTES: ReadonlySet<string> = new Set([
  'model_config',
  'training_config',
  'layer_names',
  'weight_names',
  'keras_version',
  'backend',
]);

/** Keras models in HDF5, as Keras 1 and 2 wrote by default and Keras 3 still does for `.h5`. */
export const kerasH5Legacy: Format = {
  id: 'keras-h5-legacy',
  name: 'Keras model (HDF5)',
  extensions: ['.h5', '.hdf5', '.hd5'],
  family: 'tensorflow',
  container: 'hdf5',
  signature: 'HDF5 with the root attribute model_config',
  aliases: ['Keras 1 and 2 model'],
  specializes: 'hdf5',
  facts: {
    disclosure: 'documented',
    steward: 'Keras team, Google',
    specification: 'https://keras.io/guides/serialization_and_saving/',
    encoding: 'mixed',
    holds: 'model',
    independent: false,
    worstLoading: 'code',
    mediaType: 'application/x-hdf5',
    openExport: 'onnx',
  },
  async recognize(glimpse) {
    const root = await hdf5Root(glimpse);
    return root?.attributes.has('model_config') ? certain('HDF5 with the attribute model_config') : NO;
  },
  inspect: async (model, limits) => (await read(model, limits)).contents,
  async *tensors(model, limits) {
    yield* hdf5Tensors((await read(model, limits)).hdf5);
  },
  async structure(model, limits) {
    const { contents, hdf5, config } = await read(model, limits);
    if (config === undefined) return null;
    const version = contents.facts.find(({ key }) => key === 'keras_version')?.value;
    return kerasGraph(config, String(version ?? ''), await collected(hdf5Tensors(hdf5)), storedByName, limits);
  },
};

async function read(
  model: ModelInput,
  limits: Limits,
): Promise<{ hdf5: Hdf5Contents; contents: Contents; config?: Json }> {
  const hdf5 = await readHdf5(model.source, limits);
  nameLegacyVariables(hdf5);
  const contents = genericContents(hdf5, KERAS_ATTRIBUTES);
  const attributes = hdf5.attributes.get('/');
  noteVersions(contents, hdf5);
  const config = await readConfiguration('model_config', attributes, contents, limits);
  const compile = await readConfiguration('training_config', attributes, contents, limits);
  // Keras builds the model before it looks at how to train it: what is wrong with the one hides nothing of the other.
  for (const [where, value] of [
    ['model_config', config],
    ['training_config', compile],
  ] as const) {
    if (value === undefined) continue;
    const { observations, seeds, needsCode } = walkKerasConfig(value, where);
    append(contents.observations, observations);
    if (where === 'model_config') append(contents.facts, seeds);
    if (needsCode) contents.loading = 'code';
  }
  if (config === undefined) return { hdf5, contents };
  contents.facts = kerasFacts(config, compile, 'model_config', 'training_config').concat(contents.facts);
  return { hdf5, contents, config };
}

/** A configuration that an attribute holds as JSON; undefined where there is none that Keras could read, which is told. */
async function readConfiguration(
  name: string,
  attributes: ReadonlyMap<string, Hdf5Value> | undefined,
  contents: Contents,
  limits: Limits,
): Promise<Json | undefined> {
  if (!attributes?.has(name)) return undefined;
  const text = attributes.get(name);
  return attempt(contents, { member: `/@${name}` }, () => {
    if (typeof text !== 'string')
      throw new FormatError('invalid-structure', `expected ${name} as a text, found another value`);
    const onDuplicate = (key: string) =>
      addOnce(
        contents,
        { kind: 'malformed', code: 'duplicate-key', message: `expected unique keys, found "${key}" twice` },
        { member: `/@${name}` },
      );
    return parseJson(Buffer.from(text), { depth: limits.depth, nonFinite: true, onDuplicate });
  });
}

/** Version of Keras and the backend that wrote the file: attributes of the root or of the weights. */
export function noteVersions(contents: Contents, hdf5: Hdf5Contents): void {
  for (const path of ['/', '/model_weights']) {
    const attributes = hdf5.attributes.get(path);
    for (const key of ['keras_version', 'backend']) {
      const value = attributes?.get(key);
      if (typeof value !== 'string' || contents.facts.some((fact) => fact.key === key)) continue;
      contents.facts.push({ key, value, where: `${path}@${key}` });
      if (key === 'keras_version')
        contents.needs.push({ package: 'keras', version: value, evidence: `${path}@${key}` });
      else contents.needs.push({ package: value, version: '', evidence: `${path}@${key}` });
    }
  }
}

/**
 * Names every weight as its layer's `weight_names` has it, without the `:0` of TensorFlow 1; optimizer variables get
 * `optimizer/` before them. Datasets that no list names keep their path.
 */
export function nameLegacyVariables(hdf5: Hdf5Contents): void {
  const byPath = new Map(hdf5.tensors.map(({ info }) => [info.path, info]));
  for (const [group, attributes] of hdf5.attributes) {
    for (const name of namesOf(attributes, 'weight_names')) {
      const info = byPath.get(`${group === '/' ? '' : group}/${name}`);
      if (!info) continue;
      const plain = name.replace(/:\d+$/, '');
      info.name = group === '/optimizer_weights' && !plain.startsWith('optimizer') ? `optimizer/${plain}` : plain;
    }
  }
}

/** A list of names; lists over 64 KB are stored in parts: `weight_names0`, `weight_names1` … */
function namesOf(attributes: Map<string, Hdf5Value>, key: string): string[] {
  const parts: Hdf5Value[] = [];
  const whole = attributes.get(key);
  if (whole !== undefined) parts.push(whole);
  for (let i = 0; attributes.has(`${key}${i}`); i++) parts.push(attributes.get(`${key}${i}`) as Hdf5Value);
  return parts.flat().filter((name): name is string => typeof name === 'string');
}
