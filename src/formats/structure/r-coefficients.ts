import {
  attributeOf,
  classesOf,
  memberOf,
  membersOf,
  type RObject,
  type RPairs,
} from '../../containers/r-serialization.js';
import { deparse } from '../r-deparse.js';
import type { Origin } from './origin.js';
import { covarianceOf } from './r-covariances.js';
import { estimatesOf } from './r-estimates.js';
import { textOfCall } from './r-expression.js';
import { closureVariable, dimensionNames, levelsOf, namedTexts, type RReading, texts } from './r-reading.js';
import type { CoefficientModel } from './statistical-model.js';

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
    covariance: await covarianceOf(object, coefficients.length, reading),
    levels: modelLevels(object),
  };
}

/** The formula that a model was fitted with. */
export function formulaText(object: RObject): string {
  const call = memberOf(object, 'call');
  const frame = memberOf(object, 'frame');
  // The terms of an additive model have lost their smooths.
  const own = classesOf(object).includes('gam') ? ['formula', 'terms'] : ['terms', 'formula'];
  const places = [
    ...own.map((name) => memberOf(object, name)),
    // Mixed models keep theirs, random effects included, with their frame.
    frame && attributeOf(frame, 'formula'),
    ...['formula', 'model'].map((name) => (call?.kind === 'call' ? argumentOf(call, name) : undefined)),
    closureVariable(memberOf(object, 'm'), 'form'),
  ];
  const found = places.find(isFormula);
  return found ? deparse(found) : '';
}

const argumentOf = ({ items }: RPairs, name: string): RObject | undefined =>
  items.find(({ tag }) => tag === name)?.value;

function isFormula(value: RObject | undefined): boolean {
  const [first] = value?.kind === 'call' ? value.items : [];
  return first?.value.kind === 'symbol' && first.value.name === '~';
}

/** Labels of predictors, and of the response where the model keeps it. */
function modelLevels(object: RObject): Record<string, string[]> {
  const levels = namedTexts(memberOf(object, 'xlevels') ?? attributeOf(object, 'xlevels'));
  const add = (name: string | null, labels: string[] | null | undefined): void => {
    if (name !== null && labels && !Object.hasOwn(levels, name)) levels[name] = labels;
  };
  const contrasts = memberOf(object, 'contrasts');
  for (const { name, value } of contrasts?.kind === 'list' ? membersOf(contrasts) : [])
    add(name, dimensionNames(value)[0]);
  const frame = memberOf(object, 'model');
  for (const { name, value } of frame?.kind === 'list' ? membersOf(frame) : []) add(name, levelsOf(value));
  for (const { name, value } of fixedColumns(object)) add(name, levelsOf(value));
  return levels;
}

/** Columns of a mixed model's frame that are no groups: whoever was measured is named there. */
function fixedColumns(object: RObject): { name: string | null; value: RObject }[] {
  const frame = memberOf(object, 'frame');
  const terms = frame && attributeOf(frame, 'terms');
  const fixed = new Set(texts(terms && attributeOf(terms, 'varnames.fixed')));
  return frame?.kind === 'list' ? membersOf(frame).filter(({ name }) => name !== null && fixed.has(name)) : [];
}
