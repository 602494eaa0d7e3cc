import { append } from '../../bytes/append.js';
import { isEstimator } from '../../formats/structure/python-estimator.js';
import type { Estimator, EstimatorValue } from '../../formats/structure/structure.js';
import { NotExportable } from '../not-exportable.js';
import type { InputColumn } from '../predictions/rows.js';
import { Attributes, itemsOf, shortName } from './attributes.js';
import { decisionsOf } from './decisions.js';
import { expectFit } from './fits.js';
import { columnsWithGaps } from './gaps.js';
import type { Outcome, Predictor, Scored, Scorer, Step } from './predictor.js';
import { readSteps } from './read-steps.js';
import { SCORERS } from './scorers.js';

/** What a fitted scikit-learn estimator computes. Throws NotExportable for what nobody here knows. */
export async function readPredictor(estimator: Estimator): Promise<Predictor> {
  const { steps, last } = await unchained(estimator);
  const read = last && Object.hasOwn(SCORERS, shortName(last)) ? SCORERS[shortName(last)] : undefined;
  const known = read && last ? await read(new Attributes(last)) : null;
  const rest = last && !known ? await readSteps(last) : [];
  const all = [...steps, ...(known?.before ?? rest)];
  const { model, outcome }: Scored | { model: null; outcome: Outcome } = known ?? {
    model: null,
    outcome: { kind: 'columns' },
  };
  const count = await featureCount(estimator, all, model);
  expectFit(count, all, model, outcome);
  const inputs = await inputColumns(estimator, count, all, model);
  return { name: shortName(estimator), inputs, steps: all, model, outcome };
}

/** Estimators that answer by another one, with the attribute that is the other one. */
const ANSWERING: Readonly<Record<string, string>> = {
  GridSearchCV: 'best_estimator_',
  RandomizedSearchCV: 'best_estimator_',
  HalvingGridSearchCV: 'best_estimator_',
  HalvingRandomSearchCV: 'best_estimator_',
  RANSACRegressor: 'estimator_',
};

/** The estimator that answers for another one; null where it answers by itself. */
function answering(estimator: Estimator): Estimator | null {
  const name = shortName(estimator);
  return Object.hasOwn(ANSWERING, name) ? new Attributes(estimator).inner(ANSWERING[name] as string) : null;
}

/** Steps of a pipeline and the estimator at its end. */
async function unchained(estimator: Estimator): Promise<{ steps: Step[]; last: Estimator | null }> {
  const inner = answering(estimator);
  if (inner) return unchained(inner);
  if (!Object.hasOwn(SCORERS, shortName(estimator)) && shortName(estimator) === 'Pipeline') {
    const members = new Attributes(estimator).items('steps').map((pair) => itemsOf(pair)[1] ?? null);
    const passing = (item: EstimatorValue): boolean => item === null || item === 'passthrough';
    const estimators = members.filter(isEstimator);
    if (members.some((item) => !isEstimator(item) && !passing(item)))
      throw new NotExportable('a step of the pipeline is no estimator');
    const steps: Step[] = [];
    for (const one of estimators.slice(0, -1)) append(steps, await readSteps(one));
    const last = estimators.at(-1);
    if (!last) return { steps, last: null };
    const inner = await unchained(last);
    return { steps: [...steps, ...inner.steps], last: inner.last };
  }
  return { steps: [], last: estimator };
}

/** Columns with their names where the estimator has seen some, and `x0`, `x1`, … where it has not. */
async function inputColumns(
  estimator: Estimator,
  count: number,
  steps: readonly Step[],
  model: Scorer | null,
): Promise<InputColumn[]> {
  const names = await featureNames(estimator);
  const texts = textColumns(steps);
  const around = decisionsOf(count, steps, model);
  const gaps = columnsWithGaps(count, steps, model);
  return Array.from({ length: count }, (_, i) => {
    const levels = texts.get(i);
    const near = around.get(i);
    return {
      name: names[i] ?? `x${i}`,
      ...(levels && { levels: [...levels, 'a label it has not seen'] }),
      ...(near && { around: near }),
      ...(gaps.has(i) && { mayBeMissing: true }),
    };
  });
}

async function featureNames(estimator: Estimator): Promise<string[]> {
  for (const one of outermostFirst(estimator)) {
    const attributes = new Attributes(one);
    if (attributes.has('feature_names_in_')) return (await attributes.labels('feature_names_in_')).map(String);
  }
  return [];
}

function outermostFirst(estimator: Estimator): Estimator[] {
  const other = answering(estimator);
  if (other) return [estimator, ...outermostFirst(other)];
  const members = { Pipeline: 'steps', FeatureUnion: 'transformer_list' }[shortName(estimator)];
  if (members === undefined) return [estimator];
  const inner = itemsOf(new Attributes(estimator).items(members)[0] ?? null)[1] ?? null;
  return isEstimator(inner) ? [estimator, ...outermostFirst(inner)] : [estimator];
}

async function featureCount(estimator: Estimator, steps: readonly Step[], model: Scorer | null): Promise<number> {
  for (const one of outermostFirst(estimator)) {
    const count = new Attributes(one).columnCount();
    if (count > 0) return count;
  }
  const [first] = steps;
  const width =
    first?.kind === 'affine'
      ? (first.subtract ?? first.divide ?? first.multiply ?? []).length
      : first?.kind === 'project'
        ? (first.components[0]?.length ?? 0)
        : first
          ? 0
          : widthOf(model);
  if (width === 0) throw new NotExportable('the estimator does not say how many columns it takes');
  return width;
}

function widthOf(model: Scorer | null): number {
  if (model?.kind === 'linear' || model?.kind === 'votes') return model.weights[0]?.length ?? 0;
  if (model?.kind === 'network') return model.layers[0]?.weights.length ?? 0;
  if (model?.kind === 'distances') return model.centers[0]?.length ?? 0;
  if (model?.kind === 'gaussians') return model.means[0]?.length ?? 0;
  return 0;
}

/** Columns of text by their number, with their categories. */
function textColumns(steps: readonly Step[]): Map<number, string[]> {
  const texts = new Map<number, string[]>();
  const add = (steps: readonly Step[], from: readonly number[] | null): void => {
    // What fills gaps leaves text as it is.
    const step = steps.find(({ kind }) => kind !== 'impute');
    if (step?.kind === 'one-hot' || step?.kind === 'ordinal')
      for (const [i, { categories }] of step.columns.entries())
        if (categories.some((label) => typeof label === 'string')) texts.set(from?.[i] ?? i, categories.map(String));
    if (step?.kind === 'columns')
      for (const part of step.parts) add(part.steps, from ? part.from.map((at) => from[at] as number) : part.from);
  };
  add(steps, null);
  return texts;
}
