import { describe, expect, it } from '@jest/globals';
import { exported } from './in-memory.js';
import { type Instance, pickled } from './pickled.js';

const onnxOf = async (estimator: Instance) => (await exported('m.pkl', pickled(estimator), ['onnx'])).document;

const encoder = (attributes: Instance['attributes']): Instance => ({
  class: 'sklearn.preprocessing._encoders.OneHotEncoder',
  attributes: {
    handle_unknown: 'error',
    min_frequency: null,
    max_categories: null,
    n_features_in_: 1,
    categories_: [['a', 'b', 'c']],
    ...attributes,
  },
});

describe('steps of scikit-learn estimators', () => {
  it('rejects one-hot codes that group rare categories, whatever becomes of unknown ones', async () => {
    expect((await onnxOf(encoder({}))).exports).toMatchObject([{ proof: { verdict: 'equal' } }]);
    for (const grouping of [{ max_categories: 2 }, { min_frequency: 2 }, { min_frequency: 0.4 }])
      for (const handle of ['error', 'ignore', 'infrequent_if_exist']) {
        const { exports, notPossible } = await onnxOf(encoder({ ...grouping, handle_unknown: handle }));
        expect(exports).toEqual([]);
        expect(notPossible).toMatchObject([{ reason: 'OneHotEncoder: infrequent categories' }]);
      }
  });
});
