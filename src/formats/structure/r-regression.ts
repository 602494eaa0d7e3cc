import { classesOf, memberOf, type RObject, textsOf } from '../../containers/r-serialization.js';
import { square } from './r-coefficients.js';
import { readDesign } from './r-design.js';
import { memberAt, type RReading } from './r-reading.js';
import type { CoefficientModel, RegressionModel } from './statistical-model.js';

/** Coefficients for which a covariance is computed: the work grows with the third power. */
const MOST_FOR_COVARIANCE = 1_000;
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
  const link = (isGeneralized && textsOf(memberAt(object, 'family$link'))[0]) || 'identity';
  const degrees = await reading.number(memberOf(object, 'df.residual'));
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
    covariance: dispersion === null ? null : await covarianceOf(object, dispersion, names.length, reading),
  };
}

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

/** Dispersion times the inverse of R'R, in the order of the coefficients; NaN for those that were not estimated. */
async function covarianceOf(
  object: RObject,
  dispersion: number,
  size: number,
  reading: RReading,
): Promise<number[][] | null> {
  const qr = await reading.matrix(memberAt(object, 'qr$qr'));
  const pivot = await reading.numbers(memberAt(object, 'qr$pivot'));
  const rank = (await reading.number(memberOf(object, 'rank'))) ?? 0;
  if (!qr || size > MOST_FOR_COVARIANCE || rank > Math.min(size, qr.rows)) return null;
  // Columns of the estimates, each once: a damaged file may name others.
  const estimated = new Set(pivot.slice(0, rank).filter((column) => column >= 1 && column <= size));
  if (estimated.size < rank || [...estimated].some((column) => !Number.isInteger(column))) return null;
  const inverse = invertUpper(rank, (row, column) => qr.at(row, column));
  const covariance = square(size, () => Number.NaN);
  for (let i = 0; i < rank; i++)
    for (let j = 0; j < rank; j++) {
      let sum = 0;
      for (let k = Math.max(i, j); k < rank; k++)
        sum += ((inverse[i] as number[])[k] as number) * ((inverse[j] as number[])[k] as number);
      const row = covariance[(pivot[i] as number) - 1];
      if (row) row[(pivot[j] as number) - 1] = sum * dispersion;
    }
  return covariance;
}

/** Inverse of an upper triangular matrix. */
function invertUpper(size: number, at: (row: number, column: number) => number): number[][] {
  const inverse = square(size, () => 0);
  for (let column = 0; column < size; column++)
    for (let row = column; row >= 0; row--) {
      let sum = row === column ? 1 : 0;
      for (let k = row + 1; k <= column; k++) sum -= at(row, k) * ((inverse[k] as number[])[column] as number);
      (inverse[row] as number[])[column] = sum / at(row, row);
    }
  return inverse;
}
