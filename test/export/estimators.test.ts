import { describe, expect, it } from '@jest/globals';
import { expectFit } from '../../src/export/predictor/fits.js';
import type { BinaryTree, Outcome, Scorer, Step } from '../../src/export/predictor/predictor.js';

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
    expect(refusal(1, [], linear([Number.NaN]))).toBe('its coefficients have the number NaN');
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

const layer = (inputs: number, units: number) => ({
  weights: Array.from({ length: inputs }, () => Array.from({ length: units }, () => 1)),
  bias: Array.from({ length: units }, () => 0),
  activation: 'relu' as const,
});
