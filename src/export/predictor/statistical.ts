import type { Origin } from '../../formats/structure/origin.js';
import type {
  ClusterModel,
  DecisionTree,
  Field,
  TreeModel,
  TreeNode,
  TreeTest,
} from '../../formats/structure/statistical-model.js';
import type { Answer } from '../predictions/compare.js';
import { placeOfLargest } from '../predictions/extremes.js';
import type { BinaryTree, Outcome, Predictor, Scorer } from './predictor.js';

/** Means of trees as PMML has them; `fields` are the columns that they ask. */
export function treeModelOf(
  model: Extract<Scorer, { kind: 'trees' }>,
  outcome: Outcome,
  fields: readonly string[],
  origin: Origin,
): TreeModel {
  const isClass = outcome.kind === 'classes';
  const labels = isClass ? outcome.labels.map(String) : [];
  return {
    kind: 'trees',
    ...about(origin),
    task: isClass ? 'classification' : 'regression',
    // The document finds a name that no column has.
    target: { name: '', kind: isClass ? 'categorical' : 'numeric', ...(isClass && { levels: labels }) },
    fields: fields.map(numeric),
    trees: model.trees.map((tree) => decisionTree(tree, labels.length, model.decidesMissing)),
    combination: model.trees.length === 1 ? 'single' : 'mean',
  };
}

export const clusterModelOf = (
  { centers }: Extract<Scorer, { kind: 'distances' }>,
  fields: readonly string[],
  origin: Origin,
): ClusterModel => ({ kind: 'clusters', ...about(origin), fields: fields.map(numeric), centers, sizes: [] });

const about = (origin: Origin) => ({ origin, call: '', formula: '' });
const numeric = (name: string): Field => ({ name, kind: 'numeric' });

/** A binary tree whose leaves say probabilities of classes, or a number where there are none. */
export function decisionTree(
  { left, right, feature, threshold, says, missingLeft }: BinaryTree,
  classes: number,
  decidesMissing: boolean,
): DecisionTree {
  const nodes = left.map((child, id): TreeNode => {
    const said = new Map(says[id]);
    const probabilities = Array.from({ length: classes }, (_, level) => said.get(level) ?? 0);
    const prediction = classes > 0 ? placeOfLargest(probabilities) : (said.get(0) ?? 0);
    if (child >= 0) {
      const test = singleTest(feature[id] as number, threshold[id] as number);
      const split = { test, surrogates: [], left: child, right: right[id] as number };
      const goesLeft = decidesMissing ? missingLeft?.[id] : undefined;
      return { id, prediction, split: { ...split, ...(goesLeft !== undefined && { missingLeft: goesLeft }) } };
    }
    return { id, prediction, ...(classes > 0 && { probabilities }) };
  });
  return { nodes, missing: decidesMissing ? 'majority' : 'refuse' };
}

/**
 * A test of doubles that says what scikit-learn says of the single float nearest to them: everything up to half of the
 * way between the last single float that goes left and the next one rounds to the former, the half itself to the even one.
 */
export function singleTest(field: number, threshold: number): TreeTest {
  const rounded = Math.fround(threshold);
  const last = rounded > threshold ? neighbor(rounded, -1) : rounded;
  const next = neighbor(last, 1);
  if (!Number.isFinite(next)) return { field, kind: 'less-or-equal', threshold };
  const bits = new Uint32Array(Float32Array.of(last).buffer)[0] as number;
  return { field, kind: bits % 2 === 0 ? 'less-or-equal' : 'less', threshold: (last + next) / 2 };
}

/** The single float above or below another one. */
function neighbor(single: number, direction: 1 | -1): number {
  const bits = new Int32Array(Float32Array.of(single === 0 ? 0 : single).buffer)[0] as number;
  // Zero has two patterns; below it the magnitude grows.
  const next = single === 0 ? (direction > 0 ? 1 : 0x80000001 | 0) : bits + (single > 0 ? direction : -direction);
  return new Float32Array(Int32Array.of(next).buffer)[0] as number;
}

/** What an estimator answers, under the names that PMML gives its answers. */
export function underStatisticalNames({ outcome }: Predictor, answer: Answer): Answer {
  return answer.map(({ name, value }) => {
    const [, kind = name, place] = /^(.+)\[(\d+)\]$/.exec(name) ?? [];
    if (kind === 'probabilities' && outcome.kind === 'classes')
      return { name: `probability(${outcome.labels[Number(place)]})`, value };
    if (kind === 'scores' || place !== undefined) return { name: `output[${place ?? 0}]`, value };
    return { name, value: outcome.kind === 'number' ? value : String(value) };
  });
}
