import { describe, expect, it } from '@jest/globals';
import { pmmlEvaluator } from '../../src/export/pmml/reading/evaluate.js';
import type { Row } from '../../src/export/predictions/rows.js';
import { exported, fixture } from './in-memory.js';
import { type Instance, pickled } from './pickled.js';

/** What the PMML of an estimator answers, once its proof holds. */
async function answersOf(bytes: Uint8Array): Promise<(row: Row) => Record<string, unknown>> {
  const { document, written } = await exported('m.pkl', bytes, ['pmml', 'onnx']);
  expect(document.notPossible).toEqual([]);
  expect(document.exports).toHaveLength(2);
  expect(document.exports.flatMap(({ proof }) => proof.remarks ?? [])).toEqual([]);
  for (const { proof } of document.exports) expect(proof.compared).toBe(256);
  const evaluate = pmmlEvaluator(String(written['m.pmml']));
  return (row) => Object.fromEntries(evaluate(row).map((answer) => [answer.name, answer.value]));
}

const linear = (type: string, coef: number[], intercept: number, more: Instance['attributes'] = {}): Instance => ({
  class: `sklearn.linear_model.${type}`,
  attributes: { coef_: coef, intercept_: [intercept], classes_: ['no', 'yes'], n_features_in_: 2, ...more },
});
const rest = (...estimators: Instance[]): Instance => ({
  class: 'sklearn.multiclass.OneVsRestClassifier',
  attributes: {
    n_features_in_: 2,
    estimators_: estimators,
    label_binarizer_: {
      class: 'sklearn.preprocessing._label.LabelBinarizer',
      attributes: { classes_: ['a', 'b', 'c'], y_type_: 'multiclass' },
    },
  },
});
const three = (type: string): Instance =>
  rest(linear(type, [1, 0], 0), linear(type, [0, 2], -1), linear(type, [-1, -1], 0.5));
const scoresAt = ([x0, x1]: readonly [number, number]): number[] => [x0, 2 * x1 - 1, 0.5 - x0 - x1];
const POINTS: [number, number][] = [[1, 0], [-3, 2], [0.25, -4], [40, 60]]; // biome-ignore format: one line reads best

describe('PMML of decision values', () => {
  it('says the second class above the border, which is none of it', async () => {
    const answer = await answersOf(pickled(linear('RidgeClassifier', [1, -2], 0.5)));
    expect(answer({ x0: 1, x1: 0 })).toEqual({ prediction: 'yes', 'output[0]': 1.5 });
    expect(answer({ x0: -0.5, x1: 0 })).toEqual({ prediction: 'no', 'output[0]': 0 });
  });

  it('says the class with the largest of several values, the first where they are even', async () => {
    const answer = await answersOf(pickled(three('Perceptron')));
    for (const [x0, x1] of POINTS) {
      const scores = scoresAt([x0, x1]);
      const best = ['a', 'b', 'c'][scores.indexOf(Math.max(...scores))];
      expect(answer({ x0, x1 })).toEqual({
        prediction: best,
        'output[0]': scores[0],
        'output[1]': scores[1],
        'output[2]': scores[2],
      });
    }
    expect(answer({ x0: 0, x1: 0.5 })).toMatchObject({ prediction: 'a', 'output[0]': 0, 'output[1]': 0 });
  });

  it('has the probabilities of classes that are decided one by one, and decides where they all are 1', async () => {
    const answer = await answersOf(pickled(three('LogisticRegression')));
    for (const [x0, x1] of POINTS) {
      const each = scoresAt([x0, x1]).map((score) => 1 / (1 + Math.exp(-score)));
      const total = each.reduce((sum, share) => sum + share, 0);
      const { prediction, ...shares } = answer({ x0, x1 });
      expect(Object.keys(shares)).toEqual(['probability(a)', 'probability(b)', 'probability(c)']);
      for (const [i, share] of Object.values(shares).entries())
        expect(share).toBeCloseTo((each[i] as number) / total, 12);
      const scores = scoresAt([x0, x1]);
      expect(prediction).toBe(['a', 'b', 'c'][scores.indexOf(Math.max(...scores))]);
    }
  });

  it('counts votes of pairs', async () => {
    const { document } = await exported('votes.pkl', fixture('estimators/votes.pkl'), ['pmml']);
    expect(document).toMatchObject({ notPossible: [], exports: [{ proof: { elements: expect.any(Number) } }] });
    expect(document.exports[0]?.proof.verdict).not.toBe('not-equal');
  });

  it('finds a class, a border and a share that were changed after they were written', async () => {
    const damages: [Instance, RegExp, string][] = [
      [linear('RidgeClassifier', [1, -2], 0.5), /score="yes"/, 'score="no"'],
      [three('Perceptron'), /name="x1" coefficient="2"/, 'name="x1" coefficient="3"'],
      [three('Perceptron'), /field="lead\(score1\)" operator="greaterOrEqual"/, 'field="lead(score2)" operator="greaterOrEqual"'],
      [three('LogisticRegression'), /name="share\(score1\)" coefficient="1"/, 'name="share(score1)" coefficient="2"'],
    ]; // biome-ignore format: one line reads best
    for (const [estimator, pattern, other] of damages) {
      const { document, written } = await exported('m.pkl', pickled(estimator), ['pmml'], {
        damage: (file) => Buffer.from(String(file).replace(pattern, other)),
      });
      expect(String(written['m.pmml'])).toContain(other);
      expect(document.exports).toMatchObject([{ proof: { verdict: 'not-equal' } }]);
    }
  });
});

describe('several outputs', () => {
  it('are all answered, of regressions and of trees', async () => {
    const outputs = (...estimators: Instance[]): Instance => ({
      class: 'sklearn.multioutput.MultiOutputRegressor',
      attributes: { n_features_in_: 2, estimators_: estimators },
    });
    const answer = await answersOf(pickled(outputs(linear('Ridge', [1, 2], 3), linear('Ridge', [0, -1], 0))));
    expect(answer({ x0: 1, x1: 10 })).toEqual({ 'output[0]': 24, 'output[1]': -10 });
    const mixed = outputs(linear('Ridge', [1, 2], 3), linear('PoissonRegressor', [0, -1], 0));
    const { document } = await exported('m.pkl', pickled(mixed), ['pmml']);
    expect(document.notPossible).toMatchObject([{ reason: expect.stringContaining('several kinds') }]);
  });
});

describe('steps before a regression', () => {
  const regression = (coef: number[]): Instance => ({
    class: 'sklearn.linear_model._ridge.Ridge',
    attributes: { coef_: coef, intercept_: 0, n_features_in_: coef.length },
  });
  const chained = (...steps: Instance[]): Instance => ({
    class: 'sklearn.pipeline.Pipeline',
    attributes: { steps: steps.map((step, i) => [`s${i}`, step]) },
  });
  const step = (path: string, attributes: Instance['attributes']): Instance => ({
    class: `sklearn.${path}`,
    attributes: { n_features_in_: 2, ...attributes },
  });
  const predicted = async (...steps: Instance[]) => {
    const answer = await answersOf(pickled(chained(...steps)));
    return (row: Row) => answer(row)['prediction'];
  };

  it('multiplies columns in the order of scikit-learn', async () => {
    const powers = (more: Instance['attributes']): Instance =>
      step('preprocessing._polynomial.PolynomialFeatures', { degree: 2, interaction_only: false, ...more });
    const all = await predicted(powers({ include_bias: true }), regression([1, 10, 100, 1000, 10_000, 100_000]));
    // 1, x0, x1, x0², x0·x1, x1²
    expect(all({ x0: 2, x1: 3 })).toBe(1 + 20 + 300 + 4000 + 60_000 + 900_000);
    const endless = chained(powers({ degree: 1_000_000_000 }), regression([1]));
    const { document } = await exported('m.pkl', pickled(endless), ['pmml', 'onnx']);
    expect(document.notPossible.map(({ reason }) => reason)).toEqual(
      Array(2).fill('PolynomialFeatures: products of 1000000000 columns'),
    );
    const many = chained(powers({ degree: 90, n_features_in_: 3 }), regression([1]));
    const { document: refused } = await exported('m.pkl', pickled(many), ['pmml']);
    expect(refused.notPossible).toMatchObject([{ reason: expect.stringContaining('factors together') }]);
    const some = await predicted(powers({ interaction_only: true, include_bias: false }), regression([1, 10, 100]));
    expect(some({ x0: 2, x1: 3 })).toBe(2 + 30 + 600);
  });

  it('chooses columns', async () => {
    const variance = step('feature_selection._variance_threshold.VarianceThreshold', {
      variances_: [0, 2],
      threshold: 0,
    });
    expect((await predicted(variance, regression([5])))({ x0: 9, x1: 2 })).toBe(10);
    // Even scores: the later column.
    const best = step('feature_selection._univariate_selection.SelectKBest', { scores_: [1, 1], k: 1 });
    expect((await predicted(best, regression([5])))({ x0: 9, x1: 2 })).toBe(10);
    const left = step('feature_selection._rfe.RFE', { support_: [true, false] });
    expect((await predicted(left, regression([5])))({ x0: 9, x1: 2 })).toBe(45);
  });

  it('says where values were missing, and puts parts beside each other', async () => {
    const imputer = step('impute._base.SimpleImputer', {
      missing_values: Number.NaN,
      statistics_: [7, 8],
      add_indicator: true,
      indicator_: step('impute._base.MissingIndicator', { features_: [1] }),
    });
    const filled = await predicted(imputer, regression([1, 10, 1000]));
    expect(filled({ x0: 2, x1: null })).toBe(1082);
    const scaler = step('preprocessing._data.MaxAbsScaler', { scale_: [2, 4] });
    const union: Instance = {
      class: 'sklearn.pipeline.FeatureUnion',
      attributes: { transformer_list: [['a', scaler], ['b', 'passthrough']], transformer_weights: null }, // biome-ignore format: one line reads best
    };
    expect((await predicted(union, regression([1, 10, 100, 1000])))({ x0: 2, x1: 4 })).toBe(1 + 10 + 200 + 4000);
  });

  it('numbers categories, of text and of numbers, and what is none of them', async () => {
    const encoder = (categories: (number | string)[]): Instance =>
      step('preprocessing._encoders.OrdinalEncoder', {
        categories_: [categories],
        n_features_in_: 1,
        handle_unknown: 'use_encoded_value',
        unknown_value: -1,
      });
    const texts = await predicted(encoder(['blue', 'red']), regression([5]));
    expect([texts({ x0: 'red' }), texts({ x0: 'blue' }), texts({ x0: 'green' })]).toEqual([5, 0, -5]);
    const numbers = await predicted(encoder([1.5, 2]), regression([5]));
    expect([numbers({ x0: 2 }), numbers({ x0: 1.5 }), numbers({ x0: 1.75 })]).toEqual([5, 0, -5]);
  });

  it('proves codes of numbers with rows that have them', async () => {
    const codes = (name: string, more: Instance['attributes']): Instance =>
      step(`preprocessing._encoders.${name}`, { categories_: [[1.5, 2]], n_features_in_: 1, ...more });
    const damages: [Instance, RegExp, string][] = [
      [chained(codes('OrdinalEncoder', {}), regression([5])), /binValue="1"/, 'binValue="7"'],
      [chained(codes('OneHotEncoder', {}), regression([5, 6])), /coefficient="6"/, 'coefficient="7"'],
    ];
    for (const [estimator, pattern, other] of damages) {
      const { document, written } = await exported('m.pkl', pickled(estimator), ['pmml'], {
        damage: (file) => Buffer.from(String(file).replace(pattern, other)),
      });
      expect(String(written['m.pmml'])).toContain(other);
      expect(document.exports).toMatchObject([{ proof: { verdict: 'not-equal' } }]);
    }
  });

  it('fills gaps of text, which ONNX does not have', async () => {
    const filled = chained(
      step('impute._base.SimpleImputer', { missing_values: Number.NaN, statistics_: ['red'], n_features_in_: 1 }),
      step('preprocessing._encoders.OneHotEncoder', { categories_: [['blue', 'red']], n_features_in_: 1 }),
      regression([3, 4]),
    );
    const { document, written } = await exported('m.pkl', pickled(filled), ['pmml', 'onnx']);
    expect(document.exports).toMatchObject([{ proof: { verdict: 'equal' } }]);
    expect(document.notPossible).toMatchObject([{ to: 'onnx', reason: expect.stringContaining('gaps') }]);
    const evaluate = pmmlEvaluator(String(written['m.pmml']));
    expect([null, 'blue', 'red'].map((x0) => evaluate({ x0 })[0]?.value)).toEqual([4, 3, 4]);
  });

  it('answers by the best estimator of a search', async () => {
    const search: Instance = {
      class: 'sklearn.model_selection._search.GridSearchCV',
      attributes: { best_estimator_: regression([2, 3]), n_features_in_: 2 },
    };
    expect((await answersOf(pickled(search)))({ x0: 1, x1: 1 })).toEqual({ prediction: 5 });
  });
});
