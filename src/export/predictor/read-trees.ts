import { isEstimator } from '../../formats/structure/python-estimator.js';
import type { Estimator, EstimatorValue } from '../../formats/structure/structure.js';
import { Attributes, itemsOf, labelsIn } from './attributes.js';
import type { BinaryTree, Scored } from './predictor.js';

/** What the values of a node add to the outputs. */
type Says = (values: readonly number[]) => [number, number][];

/** Values of a node as shares of its cases: counts before scikit-learn 1.3, shares since. */
const shares: Says = (values) => {
  const total = values.reduce((sum, value) => sum + value, 0);
  return values.flatMap((value, i): [number, number][] => (value === 0 ? [] : [[i, value / (total || 1)]]));
};

/** A number for each output. */
const numbers: Says = (values) => values.map((value, output): [number, number] => [output, value]);

/** `width`: values that each of its nodes has. */
async function readTree(estimator: Estimator, width: number, says: Says): Promise<BinaryTree> {
  const own = new Attributes(estimator);
  const tree = new Attributes(own.inner('tree_'));
  const left = await tree.numbers('children_left');
  const values = await tree.numbers('value');
  if (values.length / left.length !== width)
    own.refuse(`expected ${width} values a node, found ${values.length} of ${left.length} nodes`);
  return {
    left,
    right: await tree.numbers('children_right'),
    feature: await tree.numbers('feature'),
    threshold: await tree.numbers('threshold'),
    missingLeft: tree.has('missing_go_to_left') ? (await tree.numbers('missing_go_to_left')).map(Boolean) : null,
    says: left.map((child, node) => (child < 0 ? says(values.slice(node * width, (node + 1) * width)) : [])),
  };
}

const estimatorsIn = (value: EstimatorValue): Estimator[] => itemsOf(value).filter(isEstimator);

/** One tree, or the mean of several. */
async function mean(one: Attributes, estimators: readonly Estimator[], isClass: boolean): Promise<Scored> {
  const numbersOut = one.number('n_outputs_', 1);
  if (isClass && numbersOut > 1) one.refuse('several labels at once');
  const labels = isClass ? await one.classes() : [];
  const trees: BinaryTree[] = [];
  const outputs = isClass ? labels.length : numbersOut;
  for (const estimator of estimators) trees.push(await readTree(estimator, outputs, isClass ? shares : numbers));
  if (trees.length === 0) one.refuse('no tree');
  return {
    model: {
      kind: 'trees',
      trees,
      outputs,
      rate: 1 / trees.length,
      start: Array.from({ length: outputs }, () => 0),
      decidesMissing: trees.every(({ missingLeft }) => missingLeft !== null),
    },
    outcome: isClass
      ? { kind: 'classes', labels, probabilities: 'given', from: 0.5 }
      : { kind: 'number', inverse: 'identity' },
  };
}

export const readSingleTree = (one: Attributes, isClass: boolean): Promise<Scored> =>
  mean(one, [one.estimator], isClass);

export const readForest = (one: Attributes, isClass: boolean): Promise<Scored> =>
  mean(one, estimatorsIn(one.value('estimators_')), isClass);

/** Gradient boosting: a start, and trees for each output that are added at the learning rate. */
export async function readBoosting(one: Attributes, isClass: boolean): Promise<Scored> {
  const estimators = estimatorsIn(one.value('estimators_'));
  const labels = isClass ? await one.classes() : [];
  const outputs = labels.length > 2 ? labels.length : 1;
  const trees: BinaryTree[] = [];
  for (const [i, estimator] of estimators.entries())
    trees.push(await readTree(estimator, 1, (values) => [[i % outputs, values[0] as number]]));
  const isExponential = one.text('loss') === 'exponential';
  const scale = isExponential ? 2 : 1;
  const start = await boostingStart(one, isClass, outputs, isExponential);
  return {
    model: {
      kind: 'trees',
      trees,
      outputs,
      rate: one.number('learning_rate', 0.1) * scale,
      start: start.map((value) => value * scale),
      // It asks for whole rows, whatever its trees could decide.
      decidesMissing: false,
    },
    outcome: isClass
      ? { kind: 'classes', labels, probabilities: outputs === 1 ? 'logistic' : 'softmax', from: 0, isAtLeast: true }
      : { kind: 'number', inverse: 'identity' },
  };
}

/** The raw prediction that boosting starts from: that of the dummy estimator which scikit-learn fits. */
async function boostingStart(
  one: Attributes,
  isClass: boolean,
  outputs: number,
  isExponential: boolean,
): Promise<number[]> {
  if (one.value('init') === 'zero') return Array.from({ length: outputs }, () => 0);
  const init = new Attributes(one.inner('init_'));
  if (!/^Dummy(?:Classifier|Regressor)$/.test(init.name)) one.refuse(`it starts from a ${init.name}`);
  if (!isClass) return (await init.numbers('constant_')).slice(0, 1);
  // Kept away from 0 and 1 by the smallest step of a single float, as scikit-learn does.
  const step = 2 ** -23;
  const priors = (await labelsIn(init.value('class_prior_'), 'class_prior_')).map((prior) =>
    Math.min(1 - step, Math.max(step, Number(prior))),
  );
  if (outputs > 1) {
    const logs = priors.map(Math.log);
    return logs;
  }
  const second = priors[1] as number;
  const odds = Math.log(second / (1 - second));
  return [isExponential ? odds / 2 : odds];
}
