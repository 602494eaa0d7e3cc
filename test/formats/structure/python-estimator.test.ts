import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { openModelStructure } from '../../../src/formats/open-contents.js';
import type { Estimator, EstimatorValue } from '../../../src/formats/structure/structure.js';
import { readNumbers, readStrings } from '../../../src/formats/tensor-values.js';
import { diskAccess } from '../../../src/tree/disk-access.js';

const fixtures = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'fixtures', 'estimators');
const truth = JSON.parse(readFileSync(join(fixtures, 'truth.json'), 'utf8')) as {
  rows: [number, number, string][];
  pipeline: number[];
  boosting: number[];
  forest: number[];
};

async function withEstimator(file: string, use: (estimator: Estimator) => Promise<void>): Promise<void> {
  const { structure, close } = await openModelStructure(join(fixtures, file), diskAccess());
  try {
    if (structure?.kind !== 'estimator') throw new Error(`${file} has no estimator`);
    await use(structure);
  } finally {
    await close();
  }
}

/** An attribute by dotted path. */
function at(value: EstimatorValue, path: string): EstimatorValue {
  let found: EstimatorValue | undefined = value;
  for (const key of path.split('.')) {
    if (found === null || typeof found !== 'object') return null;
    if (found.kind === 'estimator') found = found.attributes.get(key);
    else if ('items' in found) found = found.items[Number(key)];
    else throw new Error(`no ${key} in ${found.kind}`);
    if (found === undefined) throw new Error(`no ${key}`);
  }
  return found;
}

async function numbers(estimator: Estimator, path: string): Promise<number[]> {
  const value = at(estimator, path);
  if (typeof value === 'object' && value?.kind === 'array') return [...(await readNumbers(value.tensor))];
  throw new Error(`${path} is no array`);
}

/** What a tree answers for a row, from its arrays. */
async function treeAnswer(estimator: Estimator, path: string, row: readonly number[]): Promise<number> {
  const names = ['children_left', 'children_right', 'feature', 'threshold', 'value'];
  const [left, right, feature, threshold, value] = (await Promise.all(
    names.map((name) => numbers(estimator, `${path}.tree_.${name}`)),
  )) as [number[], number[], number[], number[], number[]];
  let node = 0;
  while (left[node] !== -1)
    node = (Math.fround(row[feature[node] as number] as number) <= (threshold[node] as number) ? left : right)[
      node
    ] as number;
  return value[node] as number;
}

describe('structures of scikit-learn', () => {
  it('reads a pipeline inside a dict: steps, columns, categories, coefficients', () =>
    withEstimator('pipeline.pkl', async (pipeline) => {
      expect(pipeline.origin).toEqual({
        framework: 'scikit-learn',
        version: '1.9.1',
        className: 'sklearn.pipeline.Pipeline',
      });
      const model = at(pipeline, 'steps.1.1') as Estimator;
      expect(model.origin.className).toBe('sklearn.linear_model._logistic.LogisticRegression');
      expect([at(model, 'C'), at(model, 'random_state'), at(model, 'penalty')]).toEqual([0.5, 3, expect.anything()]);
      const transformers = at(pipeline, 'steps.0.1.transformers_') as { items: EstimatorValue[] };
      expect(at(transformers as EstimatorValue, '0.2')).toEqual({ kind: 'list', items: [0, 1] });
      const categories = at(transformers as EstimatorValue, '1.1.categories_.0') as never as { tensor: never };
      expect(await readStrings(categories.tensor)).toEqual(['blue', 'green', 'red']);
      const [means, scales] = [
        await numbers(pipeline, 'steps.0.1.transformers_.0.1.mean_'),
        await numbers(pipeline, 'steps.0.1.transformers_.0.1.scale_'),
      ];
      const weights = await numbers(pipeline, 'steps.1.1.coef_');
      const [intercept] = await numbers(pipeline, 'steps.1.1.intercept_');
      for (const [i, row] of truth.rows.entries()) {
        const inputs = [
          ...[0, 1].map((k) => ((row[k] as number) - (means[k] as number)) / (scales[k] as number)),
          ...['blue', 'green', 'red'].map((color) => (row[2] === color ? 1 : 0)),
        ];
        const sum = inputs.reduce((total, input, k) => total + input * (weights[k] as number), intercept as number);
        expect(1 / (1 + Math.exp(-sum))).toBeCloseTo(truth.pipeline[i] as number, 12);
      }
    }));

  it('reads trees of gradient boosting from an array of objects', () =>
    withEstimator('boosting.joblib', async (boosting) => {
      const trees = at(boosting, 'estimators_') as { shape: number[] };
      expect(trees.shape).toEqual([3, 1]);
      const [prior] = (await numbers(boosting, 'init_.class_prior_')).slice(1);
      const base = Math.log((prior as number) / (1 - (prior as number)));
      for (const [i, row] of truth.rows.entries()) {
        let sum = base;
        for (const k of [0, 1, 2])
          sum += 0.1 * (await treeAnswer(boosting, `estimators_.${k}`, row.slice(0, 2) as number[]));
        expect(sum).toBeCloseTo(truth.boosting[i] as number, 10);
      }
    }));

  it('reads a forest from a compressed file', () =>
    withEstimator('forest.joblib.gz', async (forest) => {
      for (const [i, row] of truth.rows.entries()) {
        let sum = 0;
        for (const k of [0, 1, 2]) sum += await treeAnswer(forest, `estimators_.${k}`, row.slice(0, 2) as number[]);
        expect(sum / 3).toBeCloseTo(truth.forest[i] as number, 12);
      }
    }));

  it('gives tensors the names that inspect lists', () =>
    withEstimator('mlp.pkl', async (network) => {
      const first = at(network, 'coefs_.0') as never as { tensor: { info: { name: string; shape: number[] } } };
      expect(first.tensor.info).toMatchObject({ name: 'coefs_.0', shape: [2, 4] });
      expect(at(network, 'out_activation_')).toBe('logistic');
    }));
});
