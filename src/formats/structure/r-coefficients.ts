import { attributeOf, classesOf, memberOf, type RObject } from '../../containers/r-serialization.js';
import { deparse } from '../r-deparse.js';
import type { Origin } from './origin.js';
import { estimatesOf } from './r-estimates.js';
import { textOfCall } from './r-expression.js';
import { levelsOf, memberAt, namedTexts, namesOf, type RReading } from './r-reading.js';
import type { CoefficientModel } from './statistical-model.js';

/** Where fitting functions keep the covariance of their estimates. */
const COVARIANCES = ['var', 'var.coef', 'vcov', 'covmat', 'Vp', 'varFix', 'cov'];

export const originOf = (object: RObject, version: string): Origin => ({
  framework: 'r',
  version,
  className: classesOf(object)[0] ?? object.kind,
});

/** What any fitted model says of itself; null where it holds no coefficients. */
export async function coefficientModel(
  object: RObject,
  origin: Origin,
  reading: RReading,
): Promise<CoefficientModel | null> {
  const coefficients = await estimatesOf(object, reading);
  if (coefficients.length === 0) return null;
  return {
    kind: 'coefficients',
    origin,
    call: textOfCall(memberOf(object, 'call')),
    formula: formulaText(object),
    coefficients,
    covariance: await storedCovariance(object, coefficients.length, reading),
    levels: modelLevels(object),
  };
}

async function storedCovariance(object: RObject, size: number, reading: RReading): Promise<number[][] | null> {
  for (const name of COVARIANCES) {
    const matrix = await reading.matrix(memberOf(object, name));
    if (matrix?.rows !== size || matrix.columns !== size) continue;
    return square(size, (row, column) => matrix.at(row, column));
  }
  return null;
}

export const square = (size: number, at: (row: number, column: number) => number): number[][] =>
  Array.from({ length: size }, (_, row) => Array.from({ length: size }, (__, column) => at(row, column)));

/** The formula that a model was fitted with. */
export function formulaText(object: RObject): string {
  for (const name of ['terms', 'formula', 'call$formula']) {
    const found = memberAt(object, name);
    if (found?.kind === 'call' && found.items[0]?.value.kind === 'symbol' && found.items[0].value.name === '~')
      return deparse(found);
  }
  return '';
}

/** Labels of predictors, and of the response where the model keeps it. */
function modelLevels(object: RObject): Record<string, string[]> {
  const levels = namedTexts(memberOf(object, 'xlevels') ?? attributeOf(object, 'xlevels'));
  const frame = memberOf(object, 'model');
  if (frame?.kind !== 'list') return levels;
  for (const [i, name] of namesOf(frame).entries()) {
    const labels = levelsOf(frame.items[i]);
    if (labels && !Object.hasOwn(levels, name)) levels[name] = labels;
  }
  return levels;
}
