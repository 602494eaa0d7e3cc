import { attributeOf, classesOf, memberOf, type RObject } from '../../containers/r-serialization.js';
import { closureVariable, type Matrix, memberAt, type RReading } from './r-reading.js';
import { invert, invertSquared, type Square, sandwiched, square } from './square.js';

/** Coefficients for which a covariance is computed: the work grows with the third power. */
const MOST_FOR_COVARIANCE = 1_000;
/** Products of two numbers for which somebody waits. */
const MOST_PRODUCTS = 1e9;
/** Where fitting functions keep the covariance of their estimates. */
const STORED = ['var', 'var.coef', 'vcov', 'covmat', 'Vp', 'varFix', 'varBeta', 'cov'];

/** The covariance of so many estimates, as R's `vcov` has it; null where the file does not say it. */
type ReadCovariance = (object: RObject, size: number, reading: RReading) => Promise<Square | null>;

export const covarianceOf: ReadCovariance = async (object, size, reading) => {
  if (size > MOST_FOR_COVARIANCE) return null;
  for (const name of classesOf(object)) {
    const read = Object.hasOwn(READERS, name) ? READERS[name] : undefined;
    if (read) return read(object, size, reading);
  }
  for (const name of STORED) {
    const matrix = await sized(memberOf(object, name), size, reading);
    if (matrix) return square(size, matrix.at);
  }
  return null;
};

/** A matrix of such a size; null for any other one. */
async function sized(value: RObject | undefined, size: number, reading: RReading): Promise<Matrix | null> {
  const matrix = await reading.matrix(value);
  return matrix?.rows === size && matrix.columns === size ? matrix : null;
}

/** Inverse of R'R of a decomposition, in the order of the coefficients; NaN for those that were not estimated. */
export const unscaledCovariance: ReadCovariance = async (object, size, reading) => {
  const qr = await reading.matrix(memberAt(object, 'qr$qr'));
  const pivot = await reading.numbers(memberAt(object, 'qr$pivot'));
  const rank = await reading.number(memberOf(object, 'rank'));
  if (!qr || rank === null || size > MOST_FOR_COVARIANCE) return null;
  if (!(rank <= Math.min(size, qr.rows))) return null;
  // Columns of the estimates, each once: a damaged file may name others.
  const estimated = new Set(pivot.slice(0, rank).filter((column) => column >= 1 && column <= size));
  if (estimated.size < rank || [...estimated].some((column) => !Number.isInteger(column))) return null;
  const inverse = invertSquared(rank, qr.at);
  const covariance = square(size, () => Number.NaN);
  for (const [i, row] of inverse.entries())
    for (const [j, value] of row.entries()) {
      const target = covariance[(pivot[i] as number) - 1];
      if (target) target[(pivot[j] as number) - 1] = value;
    }
  return covariance;
};

const scaled = (matrix: Square | null, factor: number): Square | null =>
  matrix && Number.isFinite(factor) ? matrix.map((row) => row.map((value) => value * factor)) : null;

/** Several responses: the covariance of the residuals for each pair of them, times that of one. */
const severalResponses: ReadCovariance = async (object, size, reading) => {
  const residuals = await reading.matrix(memberOf(object, 'residuals'));
  const degrees = (await reading.number(memberOf(object, 'df.residual'))) ?? 0;
  const weights = await reading.numbers(memberOf(object, 'weights'));
  const width = size / (residuals?.columns ?? 0);
  if (!residuals || !Number.isInteger(width) || !(degrees > 0)) return null;
  if (residuals.columns ** 2 * residuals.rows > MOST_PRODUCTS) return null;
  const one = await unscaledCovariance(object, width, reading);
  if (!one) return null;
  const squares = square(residuals.columns, (a, b) => {
    let sum = 0;
    for (let row = 0; row < residuals.rows; row++)
      sum += residuals.at(row, a) * residuals.at(row, b) * (weights[row] ?? 1);
    return sum / degrees;
  });
  const block = (at: number): number => Math.floor(at / width);
  return square(size, (row, column) => squares[block(row)]![block(column)]! * one[row % width]![column % width]!);
};

/** Parameters of `nls`: its decomposition and deviance are in the environment of its functions. */
const nonlinear: ReadCovariance = async (object, size, reading) => {
  const held = (name: string): RObject | undefined => closureVariable(memberOf(object, 'm'), name);
  const [decomposition, residuals] = [held('QR'), held('resid')];
  const qr = await reading.matrix(decomposition && memberOf(decomposition, 'qr'));
  const deviance = await reading.number(held('dev'));
  const weights = await reading.numbers(memberOf(object, 'weights'));
  const cases =
    weights.length > 0
      ? weights.filter((weight) => weight > 0).length
      : residuals && 'length' in residuals
        ? residuals.length
        : 0;
  if (qr?.columns !== size || qr.rows < size || deviance === null || cases <= size) return null;
  return scaled(invertSquared(size, qr.at), deviance / (cases - size));
};

/**
 * Ordered classes: the Hessian is by coefficients, the first threshold and the logarithms of the steps from one threshold
 * to the next; the covariance is by the thresholds themselves. Without `Hess = TRUE` the file has none.
 */
const orderedClasses: ReadCovariance = async (object, size, reading) => {
  const hessian = await sized(memberOf(object, 'Hessian'), size, reading);
  const thresholds = await reading.numbers(memberOf(object, 'zeta'));
  const inverse = hessian && invert(square(size, hessian.at));
  const start = size - thresholds.length;
  if (!inverse || start < 0) return null;
  const jacobian = square(size, (row, column) => {
    const [i, j] = [row - start, column - start];
    if (i < 0 || j < 0) return Number(row === column);
    if (j === 0) return 1;
    return i >= j ? (thresholds[j] as number) - (thresholds[j - 1] as number) : 0;
  });
  return sandwiched(jacobian, inverse);
};

const byHessian: ReadCovariance = async (object, size, reading) => {
  const hessian = await sized(memberOf(object, 'Hessian'), size, reading);
  return hessian && invert(square(size, hessian.at));
};

/**
 * Fixed effects of a mixed model: of a generalized one from the Hessian behind the parameters of the random effects, else
 * from the normal equations in which these are eliminated.
 */
const mixed: ReadCovariance = async (object, size, reading) => {
  const dimensions = memberAt(object, 'devcomp$dims');
  const components = memberAt(object, 'devcomp$cmp');
  const random = await reading.named(dimensions, 'nth');
  const hessian = await reading.matrix(memberAt(object, 'optinfo$derivs$Hessian'));
  if (hessian && random !== null && hessian.rows === random + size && hessian.columns === hessian.rows) {
    const inverse = invert(square(hessian.rows, hessian.at));
    if (inverse)
      return square(
        size,
        (row, column) => inverse[random + row]![random + column]! + inverse[random + column]![random + row]!,
      );
  }
  const restricted = (await reading.named(dimensions, 'REML')) ?? 0;
  const isScaled = (await reading.named(dimensions, 'useSc')) === 1;
  const deviation = isScaled ? await reading.named(components, restricted > 0 ? 'sigmaREML' : 'sigmaML') : 1;
  const [whole, shared] = [await reading.matrix(fieldOf(object, 'VtV')), await reading.matrix(fieldOf(object, 'RZX'))];
  if (whole?.rows !== size || shared?.columns !== size || deviation === null) return null;
  if (size ** 2 * shared.rows > MOST_PRODUCTS) return null;
  const equations = square(size, (row, column) => {
    let sum = whole.at(Math.min(row, column), Math.max(row, column));
    for (let k = 0; k < shared.rows; k++) sum -= shared.at(k, row) * shared.at(k, column);
    return sum;
  });
  return scaled(invert(equations), deviation ** 2);
};

/** A field of the reference object in which `lme4` keeps its matrices. */
export function fieldOf(object: RObject, name: string): RObject | undefined {
  const predictor = memberOf(object, 'pp');
  const held = predictor && (attributeOf(predictor, '.xData') ?? predictor);
  return held?.kind === 'environment' ? held.variables.find(({ tag }) => tag === `.->${name}`)?.value : undefined;
}

/** Classes of lme4 and what is built on them. */
export const MIXED_CLASSES = ['lmerMod', 'glmerMod', 'lmerModLmerTest'] as const;

const READERS: Readonly<Record<string, ReadCovariance>> = {
  ...Object.fromEntries(MIXED_CLASSES.map((name) => [name, mixed])),
  nls: nonlinear,
  polr: orderedClasses,
  multinom: byHessian,
  mlm: severalResponses,
};
