import type { Outcome } from '../predictor/predictor.js';
import { type Element, element, elementLater } from './element.js';

export type Classes = Extract<Outcome, { kind: 'classes' }>;

/** A sum of fields, each times its coefficient. */
export interface Table {
  intercept: number;
  terms: (readonly [field: string, coefficient: number])[];
}

export const regressionTable = ({ intercept, terms }: Table, category?: string): Element =>
  elementLater('RegressionTable', { intercept, targetCategory: category }, () =>
    terms.map(([field, coefficient]) => element('NumericPredictor', { name: field, coefficient })),
  );

/** Scores of the classes as their probabilities. A single score is that of the second class. */
export function classifier(
  { labels, probabilities }: Classes,
  tables: readonly Table[],
  target: string | undefined,
  head: readonly Element[],
): Element {
  const names = labels.map(String);
  const [only] = tables;
  const rows =
    tables.length === 1 && only
      ? [regressionTable(only, names[1]), regressionTable({ intercept: 0, terms: [] }, names[0])]
      : tables.map((table, i) => regressionTable(table, names[i]));
  return element(
    'RegressionModel',
    {
      functionName: 'classification',
      targetFieldName: target,
      normalizationMethod: { softmax: 'softmax', each: 'simplemax', logistic: 'logit' }[probabilities as string],
    },
    [...head, ...rows],
  );
}
