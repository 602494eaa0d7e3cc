import { isEstimator } from '../../formats/structure/python-estimator.js';
import type { Estimator } from '../../formats/structure/structure.js';
import { Attributes, itemsOf } from './attributes.js';
import type { Scored, Scorer } from './predictor.js';

/** What one estimator computes, by its class; null for a class that is not known as one without steps of its own. */
export type ReadOne = (estimator: Estimator) => Promise<Scored | null>;

/** A classifier for each class, which says that it is the class or that it is none. */
export async function readOneVsRest(one: Attributes, read: ReadOne): Promise<Scored> {
  const binarizer = new Attributes(one.inner('label_binarizer_'));
  if (binarizer.text('y_type_').startsWith('multilabel')) one.refuse('several labels at once');
  const labels = await binarizer.labels('classes_');
  const parts = await partsOf(one, read);
  const kinds = new Set(parts.map(({ outcome }) => (outcome.kind === 'classes' ? outcome.probabilities : '')));
  const [kind] = kinds;
  if (kinds.size !== 1 || (kind !== 'logistic' && kind !== 'scores'))
    one.refuse('its classifiers have no decision value of their own');
  const isSingle = parts.length === 1;
  const probabilities = kind === 'logistic' && !isSingle ? 'each' : kind;
  const model = besideOneAnother(one, parts);
  if (model.kind !== 'linear') one.refuse('its classifiers have no decision value of their own');
  return { model, outcome: { kind: 'classes', labels, probabilities, from: 0 } };
}

/** A regression for each output. */
export async function readOutputs(one: Attributes, read: ReadOne): Promise<Scored> {
  const parts = await partsOf(one, read);
  const inverses = new Set(parts.map(({ outcome }) => (outcome.kind === 'number' ? outcome.inverse : null)));
  const [inverse = null] = inverses;
  if (inverses.size !== 1 || inverse === null) return one.refuse('its outputs are of several kinds');
  return { model: besideOneAnother(one, parts), outcome: { kind: 'number', inverse } };
}

async function partsOf(one: Attributes, read: ReadOne): Promise<Scored[]> {
  const parts: Scored[] = [];
  for (const estimator of itemsOf(one.value('estimators_')).filter(isEstimator)) {
    const part = await read(estimator);
    if (!part) return one.refuse(`one of its parts is a ${new Attributes(estimator).name}`);
    parts.push(part);
  }
  return parts.length > 0 ? parts : one.refuse('no part');
}

/** Models whose scores are the outputs of one. */
function besideOneAnother(one: Attributes, parts: readonly Scored[]): Scorer {
  const models = parts.map(({ model }) => model);
  const linear = models.filter((model) => model.kind === 'linear');
  if (linear.length === models.length)
    return {
      kind: 'linear',
      weights: linear.flatMap(({ weights }) => weights),
      intercepts: linear.flatMap(({ intercepts }) => intercepts),
    };
  const trees = models.filter((model) => model.kind === 'trees' && model.outputs === 1) as Extract<
    Scorer,
    { kind: 'trees' }
  >[];
  const [first] = trees;
  if (!first || trees.length < models.length) return one.refuse('its parts are of several kinds');
  if (trees.some(({ rate }) => rate !== first.rate)) one.refuse('its parts have learned at several rates');
  return {
    kind: 'trees',
    trees: trees.flatMap((model, output) =>
      model.trees.map((tree) => ({
        ...tree,
        says: tree.says.map((said) => said.map(([, value]): [number, number] => [output, value])),
      })),
    ),
    outputs: trees.length,
    rate: first.rate,
    start: trees.map(({ start }) => start[0] as number),
    decidesMissing: trees.every(({ decidesMissing }) => decidesMissing),
  };
}
