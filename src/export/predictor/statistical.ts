import type { Origin } from '../../formats/structure/origin.js';
import type { DecisionTree, Field, TreeNode, TreeTest } from '../../formats/structure/statistical-model.js';
import { NotExportable } from '../not-exportable.js';
import type { Answer } from '../predictions/compare.js';
import type { Statistical } from '../predictions/statistics.js';
import type { BinaryTree, Predictor, Scorer } from './predictor.js';

/** An estimator as the statistical model that PMML has an element for. Throws NotExportable where there is none. */
export function statisticalOf({ name, inputs, steps, model, outcome }: Predictor, origin: Origin): Statistical {
  if (steps.length > 0 || !model)
    throw new NotExportable(`${name} transforms its columns, which only its ONNX export holds`);
  const fields = inputs.map((input): Field => ({ name: input.name, kind: 'numeric' }));
  const about = { origin, call: '', formula: '' };
  if (model.kind === 'distances') return { ...about, kind: 'clusters', fields, centers: model.centers, sizes: [] };
  if (model.kind === 'linear' && outcome.kind === 'number' && model.weights.length === 1)
    return { ...about, ...linear(fields, model, outcome.inverse) };
  const isClass = outcome.kind === 'classes';
  if (
    model.kind !== 'trees' ||
    model.start.some((value) => value !== 0) ||
    1 / Math.round(1 / model.rate) !== model.rate ||
    (isClass && outcome.probabilities !== 'given')
  )
    throw new NotExportable(`nothing here writes ${name} as PMML`);
  const labels = isClass ? outcome.labels.map(String) : [];
  return {
    ...about,
    kind: 'trees',
    task: isClass ? 'classification' : 'regression',
    target: { name: 'response', kind: isClass ? 'categorical' : 'numeric', ...(isClass && { levels: labels }) },
    fields,
    trees: model.trees.map((tree) => decisionTree(tree, labels.length)),
    combination: model.trees.length === 1 ? 'single' : 'mean',
  };
}

function linear(fields: Field[], model: Extract<Scorer, { kind: 'linear' }>, inverse: 'identity' | 'exp') {
  const weights = model.weights[0] as number[];
  return {
    kind: 'regression' as const,
    coefficients: [
      { name: '(Intercept)', value: model.intercepts[0] as number },
      ...fields.map(({ name }, i) => ({ name, value: weights[i] as number })),
    ],
    covariance: null,
    levels: {},
    family: inverse === 'exp' ? 'quasi' : 'gaussian',
    link: inverse === 'exp' ? 'log' : 'identity',
    response: { name: 'response', kind: 'numeric' as const },
    predictors: fields,
    columns: [
      { name: '(Intercept)', factors: [] },
      ...fields.map(({ name }) => ({ name, factors: [{ field: name, kind: 'value' as const }] })),
    ],
    offsets: [],
    residualDegreesOfFreedom: null,
    dispersion: null,
  };
}

function decisionTree({ left, right, feature, threshold, says }: BinaryTree, classes: number): DecisionTree {
  const nodes = left.map((child, id): TreeNode => {
    const said = new Map(says[id]);
    const probabilities = Array.from({ length: classes }, (_, level) => said.get(level) ?? 0);
    const prediction = classes > 0 ? probabilities.indexOf(Math.max(...probabilities)) : (said.get(0) ?? 0);
    if (child >= 0) {
      const test = singleTest(feature[id] as number, threshold[id] as number);
      return { id, prediction, split: { test, surrogates: [], left: child, right: right[id] as number } };
    }
    return { id, prediction, ...(classes > 0 && { probabilities }) };
  });
  return { nodes, missing: 'refuse' };
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
  if (outcome.kind !== 'classes')
    return answer.map(({ name, value }) => ({ name, value: outcome.kind === 'nearest' ? String(value) : value }));
  return answer.map(({ name, value }) => {
    const index = /^probabilities\[(\d+)\]$/.exec(name)?.[1];
    return index === undefined
      ? { name, value: String(value) }
      : { name: `probability(${outcome.labels[Number(index)]})`, value };
  });
}
