import type {
  ClusterModel,
  DecisionTree,
  RegressionModel,
  TreeModel,
  TreeNode,
  TreeTest,
} from '../../formats/structure/statistical-model.js';
import { NotExportable } from '../not-exportable.js';
import { columnsOf, fieldValue } from './columns.js';
import type { Answer } from './compare.js';
import { evaluateExpression } from './expression.js';
import { placeOfLargest, placeOfSmallest } from './extremes.js';
import { inverseLink } from './links.js';
import type { InputColumn, Row } from './rows.js';

export type Statistical = RegressionModel | TreeModel | ClusterModel;

/** Columns that a model takes. */
export function inputsOf(model: Statistical): InputColumn[] {
  if (model.kind === 'regression') {
    const used = new Set(model.columns.flatMap(({ factors }) => factors.map(({ field }) => field)));
    return columnsOf(
      model.predictors.filter(({ name }) => used.has(name)),
      model.offsets,
    );
  }
  if (model.kind === 'clusters')
    return columnsOf(model.fields, [], (field) => model.centers.map((center) => center[field] as number));
  const thresholds = thresholdsOf(model);
  const canMiss = model.trees.every(({ missing }) => missing !== 'refuse');
  return columnsOf(model.fields, [], (field) => thresholds[field] ?? []).map((column) => ({
    ...column,
    ...(canMiss && { mayBeMissing: true }),
  }));
}

function thresholdsOf({ fields, trees }: TreeModel): number[][] {
  const thresholds = fields.map(() => new Set<number>());
  for (const { nodes } of trees)
    for (const { split } of nodes)
      for (const test of split ? [split.test, ...split.surrogates] : [])
        if (test.kind !== 'levels') thresholds[test.field]?.add(test.threshold);
  return thresholds.map((values) => [...values]);
}

/** What a model answers for a row, from nothing but its structure. */
export function answer(model: Statistical, row: Row): Answer {
  if (model.kind === 'regression') return [{ name: 'prediction', value: mean(model, row) }];
  if (model.kind === 'clusters')
    return [{ name: 'prediction', value: String(nearest(model, row) + firstCluster(model)) }];
  return treesAnswer(model, row);
}

/** Products that an answer takes. */
export function productsIn(model: Statistical): number {
  if (model.kind === 'regression') return model.columns.length;
  return model.kind === 'clusters' ? model.centers.length * model.fields.length : model.trees.length;
}

/** Number of the first cluster: R counts from 1, scikit-learn from 0. */
export const firstCluster = ({ origin }: ClusterModel): number => (origin.framework === 'r' ? 1 : 0);

function mean(model: RegressionModel, row: Row): number {
  const byName = new Map(model.predictors.map((field) => [field.name, field]));
  let predictor = model.offsets.reduce((sum, offset) => sum + evaluateExpression(offset, row), 0);
  for (const [i, { factors }] of model.columns.entries()) {
    let product = model.coefficients[i]?.value ?? 0;
    if (product === 0) continue;
    for (const factor of factors) {
      const field = byName.get(factor.field);
      const value = field ? fieldValue(field, row) : null;
      if (factor.kind === 'matrix-column') throw new NotExportable(`${factor.field} has several columns`);
      product *= value === null ? Number.NaN : factor.kind === 'value' ? value : (factor.weights[value] ?? Number.NaN);
    }
    predictor += product;
  }
  return inverseLink(model.link, predictor);
}

function nearest({ fields, centers }: ClusterModel, row: Row): number {
  const distances = centers.map((center) =>
    fields.reduce((sum, field, i) => sum + (Number(fieldValue(field, row)) - (center[i] as number)) ** 2, 0),
  );
  return placeOfSmallest(distances);
}

function treesAnswer(model: TreeModel, row: Row): Answer {
  const values = model.fields.map((field) => fieldValue(field, row));
  const ends = model.trees.map((tree) => endOf(tree, values));
  if (ends.some((end) => end === null)) return [{ name: 'prediction', value: null }];
  const leaves = ends as TreeNode[];
  const { levels = [] } = model.target;
  if (model.task === 'regression') {
    const average = leaves.reduce((sum, { prediction }) => sum + prediction, 0) / leaves.length;
    const { intercept, slope } = model.correction ?? { intercept: 0, slope: 1 };
    return [{ name: 'prediction', value: intercept + slope * average }];
  }
  if (model.combination === 'majority-vote') {
    const votes = levels.map((_, level) => leaves.filter(({ prediction }) => prediction === level).length);
    return [{ name: 'prediction', value: levels[placeOfLargest(votes)] ?? '' }];
  }
  const probabilities = levels.map(
    (_, level) => leaves.reduce((sum, leaf) => sum + (leaf.probabilities?.[level] ?? 0), 0) / leaves.length,
  );
  const best = model.combination === 'single' ? (leaves[0]?.prediction as number) : placeOfLargest(probabilities);
  return [
    { name: 'prediction', value: levels[best] ?? '' },
    ...levels.map((level, i) => ({ name: `probability(${level})`, value: probabilities[i] as number })),
  ];
}

/** The node that answers; null where there is no answer. */
function endOf({ nodes, missing }: DecisionTree, values: readonly (number | null)[]): TreeNode | null {
  let node = nodes[0];
  while (node?.split) {
    const { test, surrogates, left, right } = node.split;
    let goesLeft: boolean | null = null;
    for (const asked of [test, ...surrogates]) {
      goesLeft = decide(asked, values[asked.field] ?? null);
      if (goesLeft !== null) break;
    }
    if (goesLeft === null && missing !== 'majority') return missing === 'stop' ? node : null;
    node = nodes[(goesLeft ?? defaultsLeft(nodes, node.split)) ? left : right];
  }
  return node ?? null;
}

/** Whether a missing value goes left: as the test says, else where more cases went. */
export const defaultsLeft = (
  nodes: readonly TreeNode[],
  { left, right, missingLeft }: NonNullable<TreeNode['split']>,
): boolean => missingLeft ?? (nodes[left]?.count ?? 0) >= (nodes[right]?.count ?? 0);

function decide(test: TreeTest, value: number | null): boolean | null {
  if (value === null) return null;
  if (test.kind === 'levels') return test.left.includes(value) ? true : test.right.includes(value) ? false : null;
  if (test.kind === 'less') return value < test.threshold;
  return test.kind === 'less-or-equal' ? value <= test.threshold : value >= test.threshold;
}
