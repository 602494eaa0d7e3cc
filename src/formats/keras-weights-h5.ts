import type { Limits } from '../bytes/limits.js';
import type { Hdf5Root } from '../containers/hdf5-root.js';
import { type Contents, certain, type Format, type ModelInput, NO } from './format.js';
import { genericContents } from './hdf5.js';
import { type Hdf5Contents, hdf5Tensors, readHdf5 } from './hdf5-contents.js';
import { hdf5Root } from './hdf5-root.js';
import { KERAS_ATTRIBUTES, nameLegacyVariables, noteVersions } from './keras-h5-legacy.js';
import { modelClassOf, nameKerasVariables } from './keras-names.js';

/** Weights of a Keras model without its configuration: `.weights.h5` of Keras 3, and what `save_weights` of Keras 1 and 2 wrote. */
export const kerasWeightsH5: Format = {
  id: 'keras-weights-h5',
  name: 'Keras weights (HDF5)',
  extensions: ['.h5', '.hdf5'],
  family: 'tensorflow',
  container: 'hdf5',
  signature: 'HDF5 with groups of vars below layers, or the root attribute layer_names',
  specializes: 'hdf5',
  facts: {
    disclosure: 'documented',
    steward: 'Keras team, Google',
    specification: 'https://keras.io/api/models/model_saving_apis/weights_saving_and_loading/',
    encoding: 'binary',
    holds: 'weights',
    independent: false,
    worstLoading: 'data-only',
    mediaType: 'application/x-hdf5',
    openExport: 'onnx',
  },
  async recognize(glimpse) {
    const root = await hdf5Root(glimpse);
    if (!root || root.attributes.has('model_config')) return NO;
    if (root.attributes.has('layer_names')) return certain('HDF5 with the attribute layer_names');
    return (await hasVariableGroups(root)) ? certain('HDF5 with groups of variables below layers') : NO;
  },
  inspect: async (model, limits) => (await read(model, limits)).contents,
  async *tensors(model, limits) {
    yield* hdf5Tensors((await read(model, limits)).hdf5);
  },
};

/** Keras 3: `vars` of the model itself, or `layers` whose members have `vars`. */
async function hasVariableGroups(root: Hdf5Root): Promise<boolean> {
  if (root.members.has('vars')) {
    const vars = await root.group('vars');
    if (vars?.attributes.has('name')) return true;
  }
  const layers = root.members.has('layers') ? await root.group('layers') : null;
  const [first] = layers?.members ?? [];
  return layers !== null && first !== undefined && ((await layers.group(first))?.members.has('vars') ?? false);
}

async function read(model: ModelInput, limits: Limits): Promise<{ hdf5: Hdf5Contents; contents: Contents }> {
  const hdf5 = await readHdf5(model.source, limits);
  const isLegacy = hdf5.attributes.get('/')?.has('layer_names') ?? false;
  const unnamed = isLegacy
    ? []
    : nameKerasVariables(hdf5, { layers: new Map(), groupNames: new Map(), inputNumbers: new Map() });
  if (isLegacy) nameLegacyVariables(hdf5);
  const contents = genericContents(hdf5, KERAS_ATTRIBUTES);
  noteVersions(contents, hdf5);
  noteUnnamed(contents, unnamed);
  const className = isLegacy ? undefined : modelClassOf(hdf5);
  if (className !== undefined) contents.facts.push({ key: 'class', value: className, where: '/layers' });
  return { hdf5, contents };
}

/** Tells which variables keep their path: of a class that is not known, or of a model whose scope the file does not tell. */
export function noteUnnamed(contents: Contents, unnamed: readonly string[]): void {
  if (unnamed.length === 0) return;
  const shown = unnamed.slice(0, 5).join(', ');
  contents.observations.push({
    kind: 'unread',
    code: 'unsupported',
    message: `expected variables whose names follow from the file, found ${unnamed.length} groups that keep their paths (${shown}${unnamed.length > 5 ? ', …' : ''})`,
  });
}
