import { describe, expect, it } from '@jest/globals';
import { GraphBuilder } from '../../src/export/onnx/builder.js';
import { voted } from '../../src/export/onnx/votes.js';
import { decisionsOf } from '../../src/export/predictor/decisions.js';
import { expectFit } from '../../src/export/predictor/fits.js';
import type { BinaryTree, Outcome, Scorer, Step } from '../../src/export/predictor/predictor.js';
import { readPredictor } from '../../src/export/predictor/read.js';
import type { Estimator, EstimatorValue } from '../../src/formats/structure/structure.js';

/** Why an estimator has no export; null where nothing speaks against it. */
function refusal(columns: number, steps: readonly Step[], model: Scorer | null, labels = 0): string | null {
  const number: Outcome = { kind: 'number', inverse: 'identity' };
  const classes = (count: number): Outcome => ({
    kind: 'classes',
    labels: Array.from({ length: count }, (_, i) => i),
    probabilities: 'given',
    from: 0,
  });
  try {
    expectFit(columns, steps, model, labels === 0 ? number : classes(labels));
    return null;
  } catch (error) {
    expect((error as Error).name).toBe('NotExportable');
    return (error as Error).message;
  }
}

const linear = (...weights: number[][]): Scorer => ({ kind: 'linear', weights, intercepts: weights.map(() => 0) });
const trees = (part: Partial<BinaryTree>): Scorer => ({
  kind: 'trees',
  trees: [
    {
      left: [1, -1, -1],
      right: [2, -1, -1],
      feature: [0, -2, -2],
      threshold: [0, -2, -2],
      missingLeft: null,
      says: [[], [[0, 1]], [[0, 2]]],
      ...part,
    },
  ],
  outputs: 1,
  rate: 1,
  start: [0],
  decidesMissing: false,
});

describe('numbers at which estimators decide', () => {
  it('are those of the inputs, whatever moves or scales them before they are asked', () => {
    const steps: Step[] = [
      { kind: 'columns', parts: [{ from: [2, 0], steps: [{ kind: 'impute', values: [0, 0] }] }] },
      { kind: 'affine', subtract: [1000, 0], divide: [4, 1] },
      { kind: 'affine', multiply: [2, 1], add: [10, 0] },
    ];
    const asked = { feature: [0, -2, -2], threshold: [16, -2, -2] };
    expect(decisionsOf(3, steps, trees(asked))).toEqual(new Map([[2, [1012]]]));
    expect(decisionsOf(1, [{ kind: 'normalize', norm: 'l2' }], trees({}))).toEqual(new Map());
    const codes: Step = { kind: 'ordinal', columns: [{ categories: [1.5, 2] }, { categories: ['a'] }], unknown: null };
    expect(decisionsOf(2, [codes], null)).toEqual(new Map([[0, [1.5, 2]]]));
  });
});

describe('estimators whose parts do not fit each other', () => {
  it('takes those that do', () => {
    expect(refusal(2, [{ kind: 'affine', subtract: [1, 2] }], linear([1, 2]))).toBeNull();
    expect(refusal(1, [], trees({}), 2)).toBeNull();
    expect(refusal(1, [], trees({ threshold: [Number.POSITIVE_INFINITY, -2, -2] }))).toBeNull();
    expect(refusal(3, [], { kind: 'network', layers: [layer(3, 5), layer(5, 4)] }, 4)).toBeNull();
  });

  it('refuses counts of columns that nobody has', () => {
    for (const count of [0, -1, 5e9, Number.NaN]) expect(refusal(count, [], null)).toMatch('columns, expected 1 to');
  });

  it('refuses steps and models for other columns', () => {
    expect(refusal(2, [{ kind: 'affine', divide: [1] }], null)).toBe('expected 2 numbers of a scaler, found 1');
    expect(refusal(2, [{ kind: 'impute', values: [1, 2, 3] }], null)).toMatch('imputer');
    expect(refusal(2, [{ kind: 'project', mean: null, components: [[1]], scale: null }], null)).toMatch('component');
    expect(refusal(2, [{ kind: 'one-hot', columns: [] }], null)).toMatch('categories');
    expect(refusal(2, [{ kind: 'columns', parts: [{ from: [0, 7], steps: [] }] }], null)).toBe('column 7 is none of 2');
    expect(refusal(2, [], linear([1]))).toBe('expected 2 coefficients, found 1');
    expect(refusal(2, [], { kind: 'distances', centers: [[1, 2], [3]] })).toMatch('centers');
    expect(refusal(3, [], { kind: 'network', layers: [layer(3, 5), layer(4, 4)] })).toMatch('rows of weights');
    expect(refusal(1, [], { kind: 'votes', weights: [[1], [1]], intercepts: [0, 0], classes: 3 }, 3)).toMatch('pairs');
    expect(refusal(2, [], linear([1, 2]), 3)).toBe('expected 2 labels, found 3');
    expect(refusal(1, [], linear([Number.NaN]))).toBe('found NaN among its coefficients');
  });

  it('refuses steps whose numbers are not finite: labels are decided without them, and every copy says the same', () => {
    expect(refusal(1, [{ kind: 'affine', subtract: [Number.NaN] }], linear([1]))).toMatch(
      'found NaN among its numbers',
    );
    const far: Step = { kind: 'project', mean: null, components: [[Number.POSITIVE_INFINITY]], scale: null };
    expect(refusal(1, [far], linear([1]))).toMatch('found Infinity among its numbers');
  });

  it('refuses steps that multiply columns, and parts that take them again and again', () => {
    const twice = (width: number): Step => {
      const from = Array.from({ length: width }, (_, i) => i);
      return { kind: 'columns', parts: [{ from, steps: [] }, { from, steps: [] }] }; // biome-ignore format: one line reads best
    };
    const doubling = Array.from({ length: 18 }, (_, i) => twice(2 ** i));
    expect(refusal(1, doubling.slice(0, 17), null)).toBeNull();
    expect(refusal(1, doubling, null)).toBe('its steps make more than 131072 columns');
    const all = { from: Array.from({ length: 2 ** 16 }, (_, i) => i), steps: [] };
    const one: Step = { kind: 'columns', parts: [{ from: [0], steps: [] }] };
    const again: Step = { kind: 'columns', parts: Array(100).fill({ ...all, steps: [one] }) };
    expect(refusal(2 ** 16, [again], null)).toMatch('columns together');
  });

  it('refuses outputs that no node has, and classes without a vector', async () => {
    const tree = estimator('Tree', {
      children_left: [-1],
      children_right: [-1],
      feature: [-2],
      threshold: [-2],
      value: [1, 2],
    });
    const regressor = (outputs: number) =>
      readPredictor(estimator('DecisionTreeRegressor', { n_features_in_: 1, n_outputs_: outputs, tree_: tree }));
    expect((await regressor(2)).model).toMatchObject({ outputs: 2 });
    for (const outputs of [1, 3, 1e12]) await expect(regressor(outputs)).rejects.toThrow('values a node, found 2');
    const empty = (shape: number[]): EstimatorValue => ({
      kind: 'array',
      tensor: { info: { name: 'a', dtype: 'float64', shape, byteLength: 0 }, async *values() {} },
    });
    const machine = estimator('SVC', {
      kernel: 'linear',
      n_features_in_: 2,
      support_vectors_: empty([0, 2]),
      dual_coef_: empty([2, 0]),
      classes_: [1, 2, 3],
      intercept_: [0, 0, 0],
      _n_support: [0, 0, 0],
    });
    await expect(readPredictor(machine)).rejects.toThrow('its support vectors are not those of its classes');
    const votes: Extract<Scorer, { kind: 'votes' }> = { kind: 'votes', weights: [], intercepts: [], classes: 5000 };
    expect(() => voted(new GraphBuilder(), votes, 'x')).toThrow('votes of 5000 classes');
  });

  it('refuses trees that no walk gets through', () => {
    const refused: Partial<BinaryTree>[] = [
      { left: [0, -1, -1] },
      { left: [2, -1, -1] },
      { left: [7, -1, -1] },
      { right: [-1, -1, -1] },
      { left: [1, 2, -1], right: [2, 2, -1] },
    ];
    for (const part of refused) expect(refusal(1, [], trees(part))).toMatch(/^node \d of a tree has the child/);
    expect(refusal(1, [], trees({ threshold: [0] }))).toMatch('nodes in every list');
    expect(refusal(1, [], trees({ feature: [1, -2, -2] }))).toBe('a tree asks for column 1');
    expect(refusal(1, [], trees({ says: [[], [[1, 1]], []] }))).toMatch('class that there is not');
  });
});

function estimator(name: string, attributes: Record<string, EstimatorValue | number[]>): Estimator {
  const values = Object.entries(attributes).map(([key, value]): [string, EstimatorValue] => [
    key,
    Array.isArray(value) ? { kind: 'list', items: value } : value,
  ]);
  return {
    kind: 'estimator',
    origin: { framework: 'scikit-learn', version: '', className: `sklearn.${name}` },
    attributes: new Map(values),
  };
}

const layer = (inputs: number, units: number) => ({
  weights: Array.from({ length: inputs }, () => Array.from({ length: units }, () => 1)),
  bias: Array.from({ length: units }, () => 0),
  activation: 'relu' as const,
});
