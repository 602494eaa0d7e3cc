import { describe, expect, it } from '@jest/globals';
import { GraphBuilder } from '../../src/export/onnx/builder.js';
import { voted } from '../../src/export/onnx/votes.js';
import type { Element } from '../../src/export/pmml/element.js';
import { predictorBody } from '../../src/export/pmml/from-predictor.js';
import { decisionsOf } from '../../src/export/predictor/decisions.js';
import { expectFit } from '../../src/export/predictor/fits.js';
import type { BinaryTree, Outcome, Scorer, Step } from '../../src/export/predictor/predictor.js';
import { readPredictor } from '../../src/export/predictor/read.js';
import { UniqueNames } from '../../src/export/unique-names.js';
import type { Origin } from '../../src/formats/structure/origin.js';
import type { Estimator, EstimatorValue } from '../../src/formats/structure/structure.js';
import { ended } from '../ended.js';

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
    const parted: Step = { kind: 'binarize', threshold: 7 };
    const bayes: Scorer = { kind: 'gaussians', means: [[1], [2]], weights: [[1], [1]], intercepts: [0, 0] };
    expect(decisionsOf(1, [], bayes)).toEqual(new Map([[0, [1, 2]]]));
    expect(decisionsOf(1, [parted], bayes)).toEqual(new Map([[0, [7]]]));
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
    expect(refusal(1, [{ kind: 'binarize', threshold: Number.NaN }], null)).toMatch('NaN among its thresholds');
    const bayes = { kind: 'gaussians' as const, means: [[1], [2]], weights: [[1], [1]] };
    expect(refusal(1, [], { ...bayes, intercepts: [0, 0] }, 2)).toBeNull();
    expect(refusal(1, [], { ...bayes, intercepts: [0] }, 2)).toBe('expected 2 classes, found 1');
    expect(refusal(1, [], { ...bayes, intercepts: [0, Number.NEGATIVE_INFINITY] }, 2)).toMatch('among its intercepts');
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
    const machine = estimator('SVC', {
      kernel: 'linear',
      n_features_in_: 2,
      support_vectors_: array([1, 2], [1, 1]),
      dual_coef_: array([2, 1], [1, 1]),
      classes_: [1, 2, 3],
      intercept_: [0, 0, 0],
      _n_support: [0, 0, 1],
    });
    await expect(readPredictor(machine)).rejects.toThrow('its support vectors are not those of its classes');
    const votes: Extract<Scorer, { kind: 'votes' }> = { kind: 'votes', weights: [], intercepts: [], classes: 5000 };
    expect(() => voted(new GraphBuilder(), votes, 'x')).toThrow('votes of 5000 classes');
  });

  it('refuses rows without numbers, however many there are said to be', async () => {
    const clusters = estimator('KMeans', { n_features_in_: 1, cluster_centers_: array([2 ** 33, 0]) });
    await expect(readPredictor(clusters)).rejects.toThrow('expected numbers at KMeans.cluster_centers_, found none');
  });

  it('refuses sums that start from other outputs, and more outputs than a function has arguments', () => {
    expect(refusal(1, [], { ...trees({}), start: [] } as Scorer)).toBe('expected 1 numbers to start from, found 0');
    const many = Array.from({ length: 70_000 }, () => [1]);
    const model: Scorer = { kind: 'linear', weights: many, intercepts: many.map(() => 0) };
    expect(refusal(1, [], model, many.length)).toBe('it answers 70000 numbers, expected at most 65536');
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

describe('what wide tables and many outputs cost', () => {
  const origin: Origin = { framework: 'scikit-learn', version: '', className: '' };
  const leaf = (output: number): BinaryTree => ({
    left: [-1],
    right: [-1],
    feature: [-2],
    threshold: [-2],
    missingLeft: null,
    says: [[[output, 1]]],
  });
  const combined = (count: number, outputs: number, rate: number): Scorer => ({
    kind: 'trees',
    trees: Array.from({ length: count }, (_, i) => leaf(i % outputs)),
    outputs,
    rate,
    start: Array(outputs).fill(0),
    decidesMissing: false,
  });
  const inputs = [{ name: 'x0' }];
  const sorted = (count: number): Outcome => ({
    kind: 'classes',
    labels: Array.from({ length: count }, (_, i) => i),
    probabilities: 'softmax',
    from: 0,
  });

  it('is no column for each tree: what trees take is held once', () => {
    const schemas = (model: Scorer, outcome: Outcome): number => {
      const body = predictorBody({ name: '', inputs, steps: [], model, outcome }, origin);
      const ofColumns = schemasIn(body.model).filter(({ children }) => children?.length === 1);
      return new Set(ofColumns).size;
    };
    expect(schemas(combined(2, 1, 0.5), { kind: 'number', inverse: 'identity' })).toBe(1);
    expect(schemas(combined(6, 3, 0.1), sorted(3))).toBe(1);
  });

  it('is no look at each tree for each output', async () => {
    const model = combined(50_000, 50_000, 0.1);
    await ended(() => predictorBody({ name: '', inputs, steps: [], model, outcome: sorted(50_000) }, origin));
  });

  it('is no search for each name', async () => {
    const names = Array.from({ length: 120_000 }, (_, i) => `column ${i}`);
    const list: EstimatorValue = { kind: 'list', items: names };
    const part: EstimatorValue = { kind: 'tuple', items: ['all', 'passthrough', list] };
    const read = await ended(() =>
      readPredictor(
        estimator('ColumnTransformer', {
          n_features_in_: names.length,
          feature_names_in_: list,
          transformers_: { kind: 'list', items: [part] },
        }),
      ),
    );
    expect(read.inputs).toHaveLength(names.length);
    const unique = new UniqueNames('.');
    for (const _ of names) unique.unique('x');
    expect(await ended(() => unique.unique('x'))).toBe('x.120000');
  });
});

function schemasIn(one: Element): Element[] {
  if (one.tag === 'MiningSchema') return [one];
  return (one.children ?? []).flatMap((child) => (typeof child === 'string' ? [] : schemasIn(child)));
}

const array = (shape: number[], numbers: number[] = []): EstimatorValue => ({
  kind: 'array',
  tensor: {
    info: { name: 'a', dtype: 'float64', shape, byteLength: 8 * numbers.length },
    async *values() {
      yield Buffer.from(Float64Array.from(numbers).buffer);
    },
  },
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
