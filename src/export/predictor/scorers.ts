import { Attributes, matrixIn, numbersIn, shortName } from './attributes.js';
import { type Activation, type Outcome, pairsOf, type Scored, type Scorer } from './predictor.js';
import { bernoulliBayes, complementBayes, gaussianBayes, multinomialBayes } from './read-bayes.js';
import { type ReadOne, readOneVsRest, readOutputs } from './read-combined.js';
import { readBoosting, readForest, readSingleTree } from './read-trees.js';

type ReadScorer = (attributes: Attributes) => Promise<Scored>;

const SUPPORT_VECTORS =
  'its kernel compares with support vectors, which are rows of the training data; data never leaves in an export';

async function linear(one: Attributes): Promise<Scorer> {
  const weights = await one.matrix('coef_');
  const intercepts = one.has('intercept_') ? await one.numbers('intercept_') : [0];
  return {
    kind: 'linear',
    weights,
    intercepts: weights.map((_, i) => (intercepts.length === 1 ? (intercepts[0] as number) : (intercepts[i] ?? 0))),
  };
}

const regression =
  (inverse: 'identity' | 'exp'): ReadScorer =>
  async (one) => ({ model: await linear(one), outcome: { kind: 'number', inverse } });

const classes = async (
  one: Attributes,
  probabilities: Extract<Outcome, { kind: 'classes' }>['probabilities'],
): Promise<Outcome> => ({ kind: 'classes', labels: await one.classes(), probabilities, from: 0 });

/** Classifiers that give decision values and no probabilities. */
const scored: ReadScorer = async (one) => ({ model: await linear(one), outcome: await classes(one, 'scores') });

async function logistic(one: Attributes): Promise<Scored> {
  const model = await linear(one);
  const outputs = model.kind === 'linear' ? model.weights.length : 0;
  const several = one.text('multi_class');
  const isEach = several === 'ovr' || (several !== 'multinomial' && one.text('solver') === 'liblinear');
  if (outputs > 1) return { model, outcome: await classes(one, isEach ? 'each' : 'softmax') };
  // Two classes under the multinomial loss: the softmax of −s and s is the logistic function of 2s.
  if (several === 'multinomial' && model.kind === 'linear')
    return {
      model: {
        kind: 'linear',
        weights: model.weights.map((row) => row.map((weight) => 2 * weight)),
        intercepts: model.intercepts.map((intercept) => 2 * intercept),
      },
      outcome: await classes(one, 'logistic'),
    };
  return { model, outcome: await classes(one, 'logistic') };
}

/** A kernel machine whose kernel is linear is its coefficients; any other one holds rows of the data. */
async function supportVectors(one: Attributes): Promise<{ vectors: number[][]; dual: number[][] }> {
  if (one.text('kernel') !== 'linear') one.refuse(SUPPORT_VECTORS);
  const [vectors, dual] = [await one.matrix('support_vectors_'), await one.matrix('dual_coef_')];
  return dual.every(({ length }) => length === vectors.length)
    ? { vectors, dual }
    : one.refuse('its dual coefficients do not fit its support vectors');
}

/** Vectors times their shares, from one of them up to another one. */
function weighted(
  vectors: readonly (readonly number[])[],
  shares: readonly number[],
  from = 0,
  to = shares.length,
): number[] {
  const sums = (vectors[0] ?? []).map(() => 0);
  for (let i = from; i < to; i++)
    for (const [column, value] of vectors[i]?.entries() ?? [])
      sums[column] = (sums[column] as number) + (shares[i] as number) * value;
  return sums;
}

async function vectorRegression(one: Attributes): Promise<Scored> {
  const { vectors, dual } = await supportVectors(one);
  const model: Scorer = {
    kind: 'linear',
    weights: [weighted(vectors, dual[0] ?? [])],
    intercepts: await one.numbers('intercept_'),
  };
  return { model, outcome: { kind: 'number', inverse: 'identity' } };
}

async function vectorClasses(one: Attributes): Promise<Scored> {
  if (one.flag('probability') && (one.has('probA_') || one.has('_probA')))
    one.refuse('its probabilities come from a second model');
  const { vectors, dual } = await supportVectors(one);
  const outcome = await classes(one, 'scores');
  const count = (await one.classes()).length;
  const intercepts = await one.numbers('intercept_');
  if (count === 2)
    return { model: { kind: 'linear', weights: [weighted(vectors, dual[0] ?? [])], intercepts }, outcome };
  if (one.text('decision_function_shape') === 'ovo') one.refuse('it gives decision values for pairs of classes');
  const ends = await one.numbers(one.has('_n_support') ? '_n_support' : 'n_support_');
  for (const [i, own] of ends.entries()) ends[i] = own + (ends[i - 1] ?? 0);
  const isFitting = ends.length === count && ends.at(-1) === vectors.length && dual.length === count - 1;
  // Each class has a vector; without any, few bytes would claim as many pairs as they like.
  if (!isFitting || vectors.length < count) one.refuse('its support vectors are not those of its classes');
  // Vectors of one class have a row of shares for each other class.
  const weights = pairsOf(count).map(([first, second]) => {
    const own = weighted(vectors, dual[second - 1] as number[], ends[first - 1] ?? 0, ends[first]);
    const other = weighted(vectors, dual[first] as number[], ends[second - 1], ends[second]);
    return own.map((value, i) => value + (other[i] as number));
  });
  const isVote = !one.flag('break_ties');
  return { model: { kind: 'votes', weights, intercepts, classes: count }, outcome: { ...outcome, isVote } as Outcome };
}

async function network(one: Attributes): Promise<Scorer> {
  const weights = one.items('coefs_');
  const biases = one.items('intercepts_');
  const known: readonly string[] = ['identity', 'relu', 'tanh', 'logistic', 'softmax'];
  const layers = [];
  for (const [i, matrix] of weights.entries()) {
    const activation = one.text(i === weights.length - 1 ? 'out_activation_' : 'activation');
    if (!known.includes(activation)) one.refuse(`the activation ${activation}`);
    layers.push({
      weights: await matrixIn(matrix, `coefs_[${i}]`),
      bias: await numbersIn(biases[i] ?? null, `intercepts_[${i}]`),
      activation: activation as Activation,
    });
  }
  return layers.length > 0 ? { kind: 'network', layers } : one.refuse('no layer');
}

async function networkClasses(one: Attributes): Promise<Scored> {
  const model = await network(one);
  const labels = await one.classes();
  const last = model.kind === 'network' ? model.layers.at(-1) : undefined;
  const outputs = last?.bias.length ?? 0;
  if (outputs > 1 && last?.activation !== 'softmax') one.refuse('several labels at once');
  return { model, outcome: { kind: 'classes', labels, probabilities: 'given', from: 0.5 } };
}

async function clusters(one: Attributes): Promise<Scored> {
  return { model: { kind: 'distances', centers: await one.matrix('cluster_centers_') }, outcome: { kind: 'nearest' } };
}

async function stochasticGradient(one: Attributes): Promise<Scored> {
  const model = await linear(one);
  const isLogistic = /^log(?:_loss)?$/.test(one.text('loss'));
  const outputs = model.kind === 'linear' ? model.weights.length : 0;
  return { model, outcome: await classes(one, isLogistic ? (outputs > 1 ? 'each' : 'logistic') : 'scores') };
}

/** Its link follows from the power of the variance, unless it is said. */
const tweedie: ReadScorer = (one) => {
  const link = one.text('link') === 'auto' ? (one.number('power', 0) <= 0 ? 'identity' : 'log') : one.text('link');
  return regression(link === 'log' ? 'exp' : 'identity')(one);
};

/** Discriminants of classes are linear; their softmax are the probabilities. */
async function discriminants(one: Attributes): Promise<Scored> {
  const model = await linear(one);
  const outputs = model.kind === 'linear' ? model.weights.length : 0;
  return { model, outcome: await classes(one, outputs > 1 ? 'softmax' : 'logistic') };
}

/** What an estimator that is part of another one computes. */
const partOf: ReadOne = async (estimator) => {
  const name = shortName(estimator);
  return Object.hasOwn(SCORERS, name) ? (SCORERS[name] as ReadScorer)(new Attributes(estimator)) : null;
};

/** Estimators by their class. */
export const SCORERS: Readonly<Record<string, ReadScorer>> = {
  ...Object.fromEntries(
    [
      'LinearRegression',
      'Ridge',
      'RidgeCV',
      'Lasso',
      'LassoCV',
      'LassoLars',
      'Lars',
      'ElasticNet',
      'ElasticNetCV',
      'BayesianRidge',
      'ARDRegression',
      'HuberRegressor',
      'SGDRegressor',
      'LinearSVR',
      'OrthogonalMatchingPursuit',
      'TheilSenRegressor',
      'QuantileRegressor',
      'PassiveAggressiveRegressor',
      'MultiTaskLasso',
      'MultiTaskElasticNet',
    ].map((name) => [name, regression('identity')]),
  ),
  PoissonRegressor: regression('exp'),
  GammaRegressor: regression('exp'),
  TweedieRegressor: tweedie,
  LinearDiscriminantAnalysis: discriminants,
  OneVsRestClassifier: (one) => readOneVsRest(one, partOf),
  MultiOutputRegressor: (one) => readOutputs(one, partOf),
  LogisticRegression: logistic,
  LogisticRegressionCV: logistic,
  SGDClassifier: stochasticGradient,
  LinearSVC: scored,
  RidgeClassifier: scored,
  RidgeClassifierCV: scored,
  Perceptron: scored,
  PassiveAggressiveClassifier: scored,
  SVC: vectorClasses,
  NuSVC: vectorClasses,
  SVR: vectorRegression,
  NuSVR: vectorRegression,
  DecisionTreeClassifier: (one) => readSingleTree(one, true),
  DecisionTreeRegressor: (one) => readSingleTree(one, false),
  ExtraTreeClassifier: (one) => readSingleTree(one, true),
  ExtraTreeRegressor: (one) => readSingleTree(one, false),
  RandomForestClassifier: (one) => readForest(one, true),
  RandomForestRegressor: (one) => readForest(one, false),
  ExtraTreesClassifier: (one) => readForest(one, true),
  ExtraTreesRegressor: (one) => readForest(one, false),
  GradientBoostingClassifier: (one) => readBoosting(one, true),
  GradientBoostingRegressor: (one) => readBoosting(one, false),
  MLPRegressor: async (one) => ({ model: await network(one), outcome: { kind: 'number', inverse: 'identity' } }),
  MLPClassifier: networkClasses,
  GaussianNB: gaussianBayes,
  MultinomialNB: multinomialBayes,
  ComplementNB: complementBayes,
  BernoulliNB: bernoulliBayes,
  KMeans: clusters,
  MiniBatchKMeans: clusters,
};
