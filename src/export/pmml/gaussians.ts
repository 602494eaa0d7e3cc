import type { Scorer } from '../predictor/predictor.js';
import { UniqueNames } from '../unique-names.js';
import { derivedNumber } from './document.js';
import type { Element } from './element.js';
import { apply, constant, reference } from './expression.js';
import type { Table } from './regression-table.js';

/**
 * Scores of normal distributions as a regression of squares, which are fields of their own. `NaiveBayesModel` would multiply
 * densities, which are 0 for whatever lies far from all means.
 */
export function squaresOf(
  { means, weights, intercepts }: Extract<Scorer, { kind: 'gaussians' }>,
  fields: readonly string[],
  taken: Iterable<string>,
): { derived: Element[]; tables: Table[] } {
  const names = new UniqueNames('.', [...taken]);
  const derived: Element[] = [];
  const tables = means.map((mean, k): Table => {
    const terms = fields.map((field, i): [string, number] => {
      const name = names.unique(`square(${field}-${k})`);
      const far = apply('-', reference(field), constant(mean[i] as number));
      derived.push(derivedNumber(name, apply('pow', far, constant(2))));
      return [name, -(weights[k]?.[i] as number)];
    });
    return { intercept: intercepts[k] as number, terms };
  });
  return { derived, tables };
}
