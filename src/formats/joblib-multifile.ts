import type { Limits } from '../bytes/limits.js';
import { readNpyHeader } from '../containers/npy.js';
import { hasObjects } from '../containers/numpy-dtype.js';
import { className, entryOf, type Pickle, type PickleValue, readPickle, textOf } from '../containers/pickle.js';
import { isOfJoblib } from '../containers/pickle-joblib.js';
import { openCompanion } from './companion.js';
import { type Contents, certain, type Format, type ModelInput, NO } from './format.js';
import { joblib } from './joblib.js';
import { arrayLeaf, type Leaf, objectLeaf, tensorOf } from './numpy-leaf.js';
import { addPickle } from './pickle-contents.js';
import { beginsWithTexts, recognizePickle } from './pickle-recognition.js';
import { type PickledObject, readPickledObject } from './pickled-object.js';
import { attempt } from './problems.js';
import type { LeafReader } from './python-leaves.js';

const WRAPPER = 'NDArrayWrapper';
/** Arrays in files of their own. */
const MOST_FILES = 10_000;

/** What joblib wrote before 0.10: a pickle, and each array in an npy file beside it. */
export const joblibMultifile: Format = {
  id: 'joblib-multifile',
  name: 'joblib (arrays in files of their own)',
  extensions: ['.pkl', '.joblib'],
  family: 'python',
  container: 'pickle',
  signature: 'pickle that names joblib.numpy_pickle.NDArrayWrapper, arrays in npy files beside it',
  facts: joblib.facts,
  specializes: 'pickle',

  async recognize(glimpse, limits) {
    if ((await recognizePickle(glimpse, limits)).certainty === 'no') return NO;
    if (!(await beginsWithTexts(glimpse, 'joblib.numpy_pickle', WRAPPER))) return NO;
    return (await beginsWithTexts(glimpse, 'NumpyArrayWrapper'))
      ? NO
      : certain(`pickle with joblib.numpy_pickle.${WRAPPER}`);
  },

  async inspect(model, limits) {
    return (await read(model, limits)).contents;
  },

  async *tensors(model, limits) {
    for (const leaf of (await read(model, limits)).leaves) yield tensorOf(leaf);
  },
};

const read = (model: ModelInput, limits: Limits): Promise<PickledObject> =>
  readPickledObject(model, limits, (pickles, contents) => sideFiles(model, pickles, contents, limits));

/** Opens the file of every wrapper in advance, since leaves are collected at once. */
async function sideFiles(
  model: ModelInput,
  pickles: readonly Pickle[],
  contents: Contents,
  limits: Limits,
): Promise<LeafReader> {
  const found = new Map<PickleValue, (name: string) => Leaf>();
  for (const wrapper of wrappersIn(pickles.flatMap(({ value }) => (value === undefined ? [] : [value])))) {
    const filename = textOf(entryOf(wrapper.state, 'filename'));
    if (filename === undefined) continue;
    await attempt(contents, { member: filename }, async () => {
      const source = await openCompanion(model, filename, contents.observations);
      if (!source) return;
      // What is opened here is no longer a reference to something that nobody read.
      for (const pickle of pickles) pickle.files = pickle.files.filter(({ name }) => name !== filename);
      contents.companions.push(filename);
      const header = await readNpyHeader(source, limits);
      if (hasObjects(header.dtype))
        addPickle(contents, await readPickle(source, header.dataStart, { limits }), { member: filename });
      found.set(wrapper, (name) => {
        const leaf = hasObjects(header.dtype)
          ? objectLeaf(name, header.shape)
          : arrayLeaf(name, header.dtype, {
              source,
              start: header.dataStart,
              base: 0,
              shape: header.shape,
              fortran: header.fortran,
            });
        return { ...leaf, info: { ...leaf.info, file: filename } };
      });
    });
  }
  return (name, value) => {
    const leaf = found.get(value);
    return leaf ? [leaf(name)] : null;
  };
}

/** Every wrapper below the values, each once. */
function wrappersIn(roots: readonly PickleValue[]) {
  const seen = new Set<PickleValue>();
  const wrappers: Extract<PickleValue, { kind: 'object' }>[] = [];
  const queue: PickleValue[] = [...roots];
  for (let value = queue.pop(); value !== undefined && wrappers.length < MOST_FILES; value = queue.pop()) {
    if (value === null || typeof value !== 'object' || seen.has(value)) continue;
    seen.add(value);
    if (value.kind === 'object') {
      if (isOfJoblib(className(value), WRAPPER)) wrappers.push(value);
      for (const part of [value.args, value.state, value.entries]) if (part !== undefined) queue.push(part);
      for (const item of value.items ?? []) queue.push(item);
    } else if (value.kind === 'dict') for (const item of value.values) queue.push(item);
    else if (value.kind === 'list' || value.kind === 'tuple' || value.kind === 'set')
      for (const item of value.items) queue.push(item);
  }
  return wrappers;
}
