import { certain, type Format, NO } from './format.js';
import { tensorOf } from './numpy-leaf.js';
import { PICKLE_FACTS } from './pickle.js';
import { beginsWithTexts, recognizePickle } from './pickle-recognition.js';
import { readPickledObject } from './pickled-object.js';
import { pickledEstimator } from './structure/python-estimator.js';

export const joblib: Format = {
  id: 'joblib',
  name: 'joblib',
  extensions: ['.joblib', '.pkl', '.z', '.gz', '.bz2', '.xz', '.lzma', '.lz4'],
  family: 'python',
  container: 'pickle',
  signature: 'pickle that names joblib.numpy_pickle.NumpyArrayWrapper; often compressed',
  aliases: ['scikit-learn model'],
  facts: {
    ...PICKLE_FACTS,
    disclosure: 'source',
    steward: 'joblib developers',
    specification: 'https://github.com/joblib/joblib/blob/main/joblib/numpy_pickle.py',
  },
  specializes: 'pickle',

  async recognize(glimpse, limits) {
    if ((await recognizePickle(glimpse, limits)).certainty === 'no') return NO;
    if (await beginsWithTexts(glimpse, 'joblib.numpy_pickle', 'NumpyArrayWrapper'))
      return certain('pickle with joblib.numpy_pickle.NumpyArrayWrapper');
    return glimpse.extension === '.joblib' ? certain('pickle with extension .joblib') : NO;
  },

  async inspect(model, limits) {
    return (await readPickledObject(model, limits)).contents;
  },

  async *tensors(model, limits) {
    for (const leaf of (await readPickledObject(model, limits)).leaves) yield tensorOf(leaf);
  },

  structure: pickledEstimator,
};
