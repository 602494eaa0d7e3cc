import { describe, expect, it } from '@jest/globals';
import { generateRows } from '../../src/export/predictions/rows.js';
import { Attributes } from '../../src/export/predictor/attributes.js';
import { readPredictor } from '../../src/export/predictor/read.js';
import { openModelStructure } from '../../src/formats/open-contents.js';
import type { EstimatorValue } from '../../src/formats/structure/structure.js';
import { memoryAccess } from '../formats/memory-access.js';
import { exported, fixture } from './in-memory.js';
import { type Instance, type Pickled, pickled } from './pickled.js';

const onnxOf = async (estimator: Instance) => (await exported('m.pkl', pickled(estimator), ['onnx'])).document;

async function predictorOf(name: string, bytes: Uint8Array) {
  const { structure, close } = await openModelStructure(name, memoryAccess({ [name]: bytes }));
  try {
    if (structure?.kind !== 'estimator') throw new Error('expected an estimator');
    return await readPredictor(structure);
  } finally {
    await close();
  }
}

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

  it('says of pipelines that take text which part of them has an export', async () => {
    for (const name of ['CountVectorizer', 'TfidfVectorizer']) {
      const text: Instance = { class: `sklearn.feature_extraction.text.${name}`, attributes: {} };
      const steps = [['words', text], ['model', encoder({})]]; // biome-ignore format: one line reads best
      expect(await onnxOf({ class: 'sklearn.pipeline.Pipeline', attributes: { steps } })).toMatchObject({
        exports: [],
        notPossible: [
          {
            reason: expect.stringContaining('finds the words of a text'),
            instead: expect.stringContaining('pipeline[1:]'),
          },
        ],
      });
    }
  });

  it('knows no estimator by what every object of JavaScript has', async () => {
    for (const name of ['constructor', 'toString', '__proto__']) {
      const { notPossible } = await onnxOf({ class: `sklearn.svm.${name}`, attributes: { n_features_in_: 1 } });
      expect(notPossible).toMatchObject([{ reason: `nothing here computes what ${name} does` }]);
    }
  });

  it('rejects steps of pipelines that are no estimators', async () => {
    const pipeline = (...steps: Pickled[]): Instance => ({
      class: 'sklearn.pipeline.Pipeline',
      attributes: { steps: steps.map((step, i) => [`s${i}`, step]) },
    });
    for (const step of [7, 'drop', [1]])
      for (const model of [
        pipeline(step, encoder({})),
        pipeline(encoder({}), step),
        pipeline(pipeline(step), encoder({})),
      ])
        expect(await onnxOf(model)).toMatchObject({
          exports: [],
          notPossible: [{ reason: expect.stringContaining('no estimator') }],
        });
    expect((await onnxOf(pipeline(encoder({}), 'passthrough', null))).exports).toHaveLength(1);
  });

  it('writes codes of a column that is called as an output is', async () => {
    const { exports } = await onnxOf(encoder({ feature_names_in_: ['columns'] }));
    expect(exports).toMatchObject([{ proof: { verdict: 'equal' } }]);
  });

  it('rejects one-hot codes of missing values', async () => {
    const { notPossible } = await onnxOf(encoder({ categories_: [[1, Number.NaN]] }));
    expect(notPossible).toMatchObject([{ reason: expect.stringContaining('missing values') }]);
  });
});

describe('inputs of the proof', () => {
  const scaler: Instance = {
    class: 'sklearn.preprocessing._data.StandardScaler',
    attributes: { mean_: [1], scale_: [2], n_features_in_: 1 },
  };
  const imputer = (...statistics: number[]): Instance => ({
    class: 'sklearn.impute._base.SimpleImputer',
    attributes: { missing_values: Number.NaN, statistics_: statistics, n_features_in_: statistics.length },
  });
  const chained = (...steps: Instance[]): Instance => ({
    class: 'sklearn.pipeline.Pipeline',
    attributes: { steps: steps.map((step, i) => [`s${i}`, step]) },
  });
  const beside = (count: number, ...parts: [Pickled, number[]][]): Instance => ({
    class: 'sklearn.compose._column_transformer.ColumnTransformer',
    attributes: {
      n_features_in_: count,
      transformers_: parts.map(([transformer, columns], i) => [`t${i}`, transformer, columns]),
    },
  });
  const linear: Instance = {
    class: 'sklearn.linear_model._base.LinearRegression',
    attributes: { coef_: [1, -2, 3, 1], intercept_: 0.5, n_features_in_: 4 },
  };
  /** Numbers of the columns that lack values in some of the rows. */
  async function gapsOf(name: string, bytes: Uint8Array): Promise<number[]> {
    const { inputs } = await predictorOf(name, bytes);
    const rows = generateRows(inputs, 1);
    return inputs.flatMap((input, i) => (rows.some((row) => row[input.name] === null) ? [i] : []));
  }

  it('have gaps in the columns that an imputer fills, and in no other', async () => {
    const filled = pickled(
      chained(
        beside(
          3,
          [chained(scaler, imputer(0.5)), [2]],
          [imputer(7, 8), [0, 1]],
          // The last column is filled by one part and meets the regression as it is by another one.
          ['passthrough', [1]],
        ),
        linear,
      ),
    );
    expect(await gapsOf('m.pkl', filled)).toEqual([0, 2]);
    const { document } = await exported('m.pkl', filled, ['onnx']);
    expect(document.exports).toMatchObject([{ proof: { verdict: 'equal' } }]);
    expect(await gapsOf('m.pkl', pickled(linear))).toEqual([]);
  });

  it('find an imputer that was changed after it was written', async () => {
    const { document } = await exported('m.pkl', pickled(imputer(7, 8)), ['onnx'], {
      damage: (file) => {
        const at = file.indexOf(Buffer.from(Float64Array.of(8).buffer));
        file.writeDoubleLE(9, at);
        return file;
      },
    });
    expect(document.exports).toMatchObject([{ proof: { verdict: 'not-equal' } }]);
  });

  it('have gaps where trees decide what becomes of them, which boosting refuses', async () => {
    const forest = fixture('estimators/forest.joblib.gz');
    expect(await gapsOf('forest.joblib.gz', forest)).toEqual([0, 1]);
    expect(await gapsOf('boosting.joblib', fixture('estimators/boosting.joblib'))).toEqual([]);
    const { document } = await exported('forest.joblib.gz', forest, ['onnx']);
    expect(document.exports.map(({ proof }) => proof.remarks)).toEqual([undefined]);
  });
});

describe('the number of columns', () => {
  const columns = (attributes: [string, EstimatorValue][]): number =>
    new Attributes({
      kind: 'estimator',
      origin: { className: 'sklearn.tree.tree.DecisionTreeClassifier', framework: 'scikit-learn', version: '0.19.1' },
      attributes: new Map(attributes),
    }).columnCount();

  it('has a name in each version of scikit-learn, and is no number of selected ones', () => {
    expect(columns([['n_features_in_', 3]])).toBe(3);
    expect(columns([['n_features_', 4], ['tree_', 'fitted']])).toBe(4); // biome-ignore format: one line reads best
    expect(columns([['n_features_', 4]])).toBe(0);
    expect(columns([['n_input_features_', 5]])).toBe(5);
    expect(columns([])).toBe(0);
  });
});
