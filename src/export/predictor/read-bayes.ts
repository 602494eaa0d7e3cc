import type { Attributes } from './attributes.js';
import type { Outcome, Scored } from './predictor.js';

/** Scores are logarithms of probabilities, up to a number that all classes share. */
const outcome = async (one: Attributes): Promise<Outcome> => ({
  kind: 'classes',
  labels: await one.classes(),
  probabilities: 'softmax',
  from: 0,
});

/** Every column has a normal distribution in each class. */
export async function gaussianBayes(one: Attributes): Promise<Scored> {
  // Before scikit-learn 1.0 variances were `sigma_`.
  const variances = await one.matrix(one.has('var_') ? 'var_' : 'sigma_');
  const priors = await one.numbers('class_prior_');
  const intercepts = variances.map(
    (row, k) => row.reduce((sum, variance) => sum - Math.log(2 * Math.PI * variance) / 2, Math.log(priors[k] ?? 0)), // biome-ignore format: one line reads best
  );
  const weights = variances.map((row) => row.map((variance) => 1 / (2 * variance)));
  return { model: { kind: 'gaussians', means: await one.matrix('theta_'), weights, intercepts }, outcome: await outcome(one) }; // biome-ignore format: one line reads best
}

/** Columns are counts of words; each adds the logarithm of its probability. */
export async function multinomialBayes(one: Attributes): Promise<Scored> {
  const model = {
    kind: 'linear' as const,
    weights: await one.matrix('feature_log_prob_'),
    intercepts: await one.numbers('class_log_prior_'),
  };
  return { model, outcome: await outcome(one) };
}

/** Weights are those of all other classes, turned around; how frequent a class is does not count. */
export async function complementBayes(one: Attributes): Promise<Scored> {
  const weights = await one.matrix('feature_log_prob_');
  return { model: { kind: 'linear', weights, intercepts: weights.map(() => 0) }, outcome: await outcome(one) };
}

/** Columns are there or not: what is not there counts, too. */
export async function bernoulliBayes(one: Attributes): Promise<Scored> {
  const [present, priors] = [await one.matrix('feature_log_prob_'), await one.numbers('class_log_prior_')];
  const absent = present.map((row) => row.map((logarithm) => Math.log(1 - Math.exp(logarithm))));
  const weights = present.map((row, k) => row.map((logarithm, i) => logarithm - (absent[k]?.[i] as number)));
  const intercepts = absent.map((row, k) => row.reduce((sum, logarithm) => sum + logarithm, priors[k] ?? Number.NaN));
  return {
    before: one.has('binarize') ? [{ kind: 'binarize', threshold: one.number('binarize', 0) }] : [],
    model: { kind: 'linear', weights, intercepts },
    outcome: await outcome(one),
  };
}
