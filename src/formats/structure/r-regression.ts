import { classesOf, memberOf, type RObject, textsOf } from '../../containers/r-serialization.js';
import { unscaledCovariance } from './r-covariances.js';
import { readDesign } from './r-design.js';
import { closureVariable, memberAt, type RReading } from './r-reading.js';
import type { CoefficientModel, RegressionModel } from './statistical-model.js';

/** Families whose dispersion is known and not estimated. */
const FIXED_DISPERSION = /^(?:binomial|poisson|Negative Binomial)/;

/** True for the classes that R's `lm` and `glm` give, and what is built on them. */
export const isRegression = (object: RObject): boolean => classesOf(object).includes('lm');

/**
 * A linear or generalized linear model with its design matrix. Null where the columns do not have the names of the
 * coefficients: the model is of a kind that only looks like one.
 */
export async function regressionModel(
  object: RObject,
  model: CoefficientModel,
  reading: RReading,
): Promise<RegressionModel | null> {
  const design = await readDesign(object, model.levels, reading);
  if (!design?.response) return null;
  const { response, predictors, columns, offsets } = design;
  const names = model.coefficients.map(({ name }) => name);
  if (columns.length !== names.length || columns.some(({ name }, i) => name !== names[i])) return null;
  const isGeneralized = classesOf(object).includes('glm');
  const family = (isGeneralized && textsOf(memberAt(object, 'family$family'))[0]) || 'gaussian';
  const link = isGeneralized ? await linkOf(object, reading) : 'identity';
  const degrees = finite(await reading.number(memberOf(object, 'df.residual')));
  const dispersion = FIXED_DISPERSION.test(family) ? 1 : await estimatedDispersion(object, degrees, reading);
  return {
    ...model,
    kind: 'regression',
    family,
    link,
    response,
    predictors,
    columns,
    offsets,
    residualDegreesOfFreedom: degrees,
    dispersion,
    covariance: dispersion === null ? null : times(dispersion, await unscaledCovariance(object, names.length, reading)),
  };
}

/** The name of a power has three digits of it; its function knows them all. */
async function linkOf(object: RObject, reading: RReading): Promise<string> {
  const [name] = textsOf(memberAt(object, 'family$link'));
  const power = /^mu\^/.test(name ?? '')
    ? await reading.number(closureVariable(memberOf(object, 'family'), 'lambda'))
    : null;
  return power === null || !Number.isFinite(power) ? (name ?? 'identity') : `mu^${power}`;
}

/** Robust fits say NA. */
const finite = (value: number | null): number | null => (Number.isNaN(value) ? null : value);

const times = (factor: number, matrix: number[][] | null): number[][] | null =>
  matrix === null ? null : matrix.map((row) => row.map((value) => value * factor));

/** Weighted squares of the (working) residuals over the residual degrees of freedom, as `summary` has it. */
async function estimatedDispersion(object: RObject, degrees: number | null, reading: RReading): Promise<number | null> {
  if (degrees === null || degrees <= 0) return null;
  const residuals = await reading.numbers(memberOf(object, 'residuals'));
  const weights = await reading.numbers(memberOf(object, 'weights'));
  if (residuals.length === 0) return null;
  const sum = residuals.reduce((total, residual, i) => {
    const weight = weights.length === residuals.length ? (weights[i] as number) : 1;
    return weight > 0 ? total + weight * residual * residual : total;
  }, 0);
  return sum / degrees;
}
