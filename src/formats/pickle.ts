import type { Limits } from '../bytes/limits.js';
import type { Format, FormatFacts, ModelInput } from './format.js';
import { addSeparateArrays } from './gensim-arrays.js';
import { tensorOf } from './numpy-leaf.js';
import { recognizePickle } from './pickle-recognition.js';
import { type PickledObject, readPickledObject } from './pickled-object.js';
import { pickledEstimator } from './structure/python-estimator.js';

export const PICKLE_FACTS: FormatFacts = {
  disclosure: 'documented',
  steward: 'Python Software Foundation',
  specification: 'https://docs.python.org/3/library/pickle.html',
  encoding: 'binary',
  holds: 'anything',
  independent: false,
  worstLoading: 'code',
};

export const pickle: Format = {
  id: 'pickle',
  name: 'Python pickle',
  extensions: ['.pkl', '.pickle', '.p', '.dat', '.data', '.model', '.dill', '.cloudpickle', '.bin'],
  family: 'python',
  container: 'none',
  signature:
    'byte 80 and the protocol at 0, a sequence of pickle opcodes up to STOP; protocols 0 and 1 by their opcodes',
  aliases: ['dill', 'cloudpickle', 'scikit-learn model', 'gensim model'],
  facts: PICKLE_FACTS,

  recognize: recognizePickle,

  async inspect(model, limits) {
    return (await read(model, limits)).contents;
  },

  async *tensors(model, limits) {
    for (const leaf of (await read(model, limits)).leaves) yield tensorOf(leaf);
  },

  structure: pickledEstimator,
};

async function read(model: ModelInput, limits: Limits): Promise<PickledObject> {
  const object = await readPickledObject(model, limits);
  await addSeparateArrays(model, object);
  return object;
}
