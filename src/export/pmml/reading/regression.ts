import { FormatError } from '../../../bytes/format-error.js';
import { normalCumulative } from '../../predictions/links.js';
import type { Cell } from '../../predictions/rows.js';
import { attribute, childOf, childrenOf, type XmlNode } from './node.js';

type Values = ReadonlyMap<string, Cell>;

/** The mean that a GeneralRegressionModel predicts: PPMatrix times ParamMatrix, then the inverse of the link. */
export function generalRegression(model: XmlNode, values: Values): number | null {
  const factors = new Set(namesIn(model, 'FactorList'));
  const cells = childrenOf(childOf(model, 'PPMatrix') as XmlNode, 'PPCell');
  const byParameter = new Map<string, XmlNode[]>();
  for (const cell of cells) {
    const parameter = attribute(cell, 'parameterName');
    byParameter.set(parameter, [...(byParameter.get(parameter) ?? []), cell]);
  }
  const { offsetVariable } = model.attributes;
  let sum = offsetVariable === undefined ? 0 : numberOf(values, offsetVariable);
  for (const cell of childrenOf(childOf(model, 'ParamMatrix') as XmlNode, 'PCell')) {
    let product = Number(attribute(cell, 'beta'));
    for (const part of byParameter.get(attribute(cell, 'parameterName')) ?? []) {
      const predictor = attribute(part, 'predictorName');
      const value = values.get(predictor) ?? null;
      if (value === null) return Number.NaN;
      product *= factors.has(predictor)
        ? Number(String(value) === attribute(part, 'value'))
        : Number(value) ** Number(attribute(part, 'value'));
    }
    sum += product;
  }
  return inverse(model.attributes['linkFunction'] ?? 'identity', sum, Number(model.attributes['linkParameter'] ?? 1));
}

const namesIn = (model: XmlNode, list: string): string[] => {
  const found = childOf(model, list);
  return found ? childrenOf(found, 'Predictor').map((predictor) => attribute(predictor, 'name')) : [];
};

const numberOf = (values: Values, name: string): number => {
  const value = values.get(name);
  return typeof value === 'number' ? value : Number.NaN;
};

/** Inverse link functions by their names in PMML, for general and for plain regression. */
function inverse(link: string, x: number, parameter: number): number {
  switch (link) {
    case 'identity':
    case 'none':
    case 'simplemax':
      return x;
    case 'log':
    case 'exp':
      return Math.exp(x);
    case 'logit':
      return 1 / (1 + Math.exp(-x));
    case 'probit':
      return normalCumulative(x);
    case 'cloglog':
      return 1 - Math.exp(-Math.exp(x));
    case 'cauchit':
      return 0.5 + Math.atan(x) / Math.PI;
    case 'power':
      return x ** (1 / parameter);
    default:
      throw new FormatError('unsupported', `expected a known link, found ${link}`);
  }
}

/** Normalized scores of the regression tables of a RegressionModel, by their category. */
export function regressionScores(model: XmlNode, values: Values): [string, number][] {
  const scores = childrenOf(model, 'RegressionTable').map((table): [string, number] => [
    table.attributes['targetCategory'] ?? '',
    tableScore(table, values),
  ]);
  const method = model.attributes['normalizationMethod'] ?? 'none';
  if (method === 'softmax') {
    const most = scores.reduce((best, [, score]) => Math.max(best, score), Number.NEGATIVE_INFINITY);
    const powers = scores.map(([, score]) => Math.exp(score - most));
    const total = powers.reduce((sum, power) => sum + power, 0);
    return scores.map(([category], i) => [category, (powers[i] as number) / total]);
  }
  if (model.attributes['functionName'] === 'regression' || scores.length > 2) {
    const each = scores.map(([category, score]): [string, number] => [category, inverse(method, score, 1)]);
    if (model.attributes['functionName'] === 'regression') return each;
    const total = each.reduce((sum, [, score]) => sum + score, 0);
    return each.map(([category, score]) => [category, score / total]);
  }
  // Two categories: the first has the probability, the second what is left.
  const first = inverse(method, scores[0]?.[1] ?? Number.NaN, 1);
  return scores.map(([category], i) => [category, i === 0 ? first : 1 - first]);
}

function tableScore(table: XmlNode, values: Values): number {
  let sum = Number(attribute(table, 'intercept'));
  for (const part of table.children) {
    const coefficient = Number(part.attributes['coefficient']);
    if (part.tag === 'NumericPredictor') sum += coefficient * numberOf(values, attribute(part, 'name'));
    else if (part.tag === 'CategoricalPredictor')
      sum += String(values.get(attribute(part, 'name'))) === attribute(part, 'value') ? coefficient : 0;
    else if (part.tag === 'PredictorTerm')
      sum += childrenOf(part, 'FieldRef').reduce(
        (product, field) => product * numberOf(values, attribute(field, 'field')),
        coefficient,
      );
  }
  return sum;
}
