import type { DesignFactor, Field, RegressionModel } from '../../formats/structure/statistical-model.js';
import { NotExportable } from '../not-exportable.js';
import { powerOf } from '../predictions/links.js';
import { inputsOf } from '../predictions/statistics.js';
import { type Body, derivedNumber, fieldName, miningSchema, namesOf, outputOf } from './document.js';
import { type Element, element } from './element.js';
import { apply, applyOf, constant, reference } from './expression.js';

/** Names of R's families in PMML; quasi families share the mean of what they are named for. */
const DISTRIBUTIONS: Readonly<Record<string, string>> = {
  gaussian: 'normal',
  binomial: 'binomial',
  quasibinomial: 'binomial',
  poisson: 'poisson',
  quasipoisson: 'poisson',
  Gamma: 'gamma',
  'inverse.gaussian': 'igauss',
};

/** A column of the design matrix in PMML: a parameter with the product of what it is multiplied with. */
interface Term {
  parameter: string;
  label: string;
  beta: number;
  cells: { predictor: string; value: string | number; isFactor: boolean }[];
}

/** Linear and generalized linear models as a GeneralRegressionModel, whose terms are those of R's design matrix. */
export function regressionBody(model: RegressionModel): Body {
  const derived = new Map<string, Element>();
  const terms = termsOf(model, derived);
  const offset = offsetOf(model, derived);
  const target = targetOf(model);
  const columns = inputsOf(model);
  const schema = miningSchema(columns, target);
  const output = outputOf(namesOf(...columns, { name: target }), 'regression');
  const body = { derived: [...derived.values()], target: { name: target } };
  if (model.link === 'cauchit') {
    const plain = terms.map((term) => (term.cells.length > 1 ? withIndicators(term, derived) : term));
    return { ...body, derived: [...derived.values()], model: cauchit(model, plain, offset, [schema, output]) };
  }
  const isFactor = new Map(terms.flatMap(({ cells }) => cells).map((cell) => [cell.predictor, cell.isFactor]));
  const predictors = (wanted: boolean): Element[] =>
    [...isFactor].filter(([, is]) => is === wanted).map(([name]) => element('Predictor', { name }));
  return {
    ...body,
    model: element(
      'GeneralRegressionModel',
      {
        ...kindOf(model),
        functionName: 'regression',
        targetVariableName: target,
        ...(offset && { offsetVariable: offset }),
      },
      [
        schema,
        output,
        element(
          'ParameterList',
          {},
          terms.map(({ parameter, label }) => element('Parameter', { name: parameter, label })),
        ),
        ...listOf('FactorList', predictors(true)),
        ...listOf('CovariateList', predictors(false)),
        element(
          'PPMatrix',
          {},
          terms.flatMap(({ parameter, cells }) =>
            cells.map(({ predictor, value }) =>
              element('PPCell', { value, predictorName: predictor, parameterName: parameter }),
            ),
          ),
        ),
        ...covarianceOf(model, terms),
        element(
          'ParamMatrix',
          {},
          terms.map(({ parameter, beta }) => element('PCell', { parameterName: parameter, df: 1, beta })),
        ),
      ],
    ),
  };
}

const listOf = (tag: string, items: Element[]): Element[] => (items.length > 0 ? [element(tag, {}, items)] : []);

/** What the mean is called where the response is no column of numbers. */
function targetOf({ response }: RegressionModel): string {
  const { name, levels, columns } = response;
  if (columns) return `P(${columns[0]})`;
  if (!levels) return name;
  return levels.length === 2 ? `P(${name}=${levels[1]})` : `P(${name}≠${levels[0]})`;
}

function kindOf({ family, link }: RegressionModel) {
  if (family === 'gaussian' && link === 'identity') return { modelType: 'generalLinear' };
  const power = powerOf(link);
  const distribution = /^Negative Binomial/.test(family) ? 'negbin' : DISTRIBUTIONS[family];
  if (power === null && !['identity', 'log', 'logit', 'probit', 'cloglog'].includes(link))
    throw new NotExportable(`the link "${link}" has no place in PMML`);
  return {
    modelType: 'generalizedLinear',
    ...(distribution && { distribution }),
    linkFunction: power === null ? link : 'power',
    ...(power !== null && { linkParameter: power }),
  };
}

function termsOf(model: RegressionModel, derived: Map<string, Element>): Term[] {
  return model.columns.flatMap(({ name, factors }, i) => {
    const beta = model.coefficients[i]?.value ?? null;
    // What R could not estimate has no share in the prediction.
    if (beta === null) return [];
    const cells = factors.map((factor) => cellOf(factor, model.predictors, derived));
    if (new Set(cells.map(({ predictor }) => predictor)).size < cells.length)
      throw new NotExportable(`the term ${name} uses one column twice`);
    return [{ parameter: `p${i}`, label: name, beta, cells }];
  });
}

function cellOf(
  factor: DesignFactor,
  predictors: readonly Field[],
  derived: Map<string, Element>,
): Term['cells'][number] {
  const field = predictors.find(({ name }) => name === factor.field);
  if (!field || factor.kind === 'matrix-column')
    throw new NotExportable(`${factor.field} has several columns, which only a function with the data it saw computes`);
  if (factor.kind === 'value') {
    const { name, derived: own } = fieldName(field);
    for (const one of own) derived.set(name, one);
    return { predictor: name, value: 1, isFactor: false };
  }
  const { levels = [], expression } = field;
  const { weights } = factor;
  const ones = weights.filter((weight) => weight !== 0);
  const { name, derived: own } = fieldName(field);
  if (own.length === 0 && ones.length === 1 && ones[0] === 1)
    return { predictor: name, value: levels[weights.indexOf(1)] ?? '', isFactor: true };
  // Other contrasts give every level a number.
  const coded = `${field.name}[${weights.join(' ')}]`;
  const value =
    own.length > 0 && expression
      ? apply(
          'if',
          apply('equal', applyOf(expression), constant(1)),
          constant(weights[1] ?? 0),
          constant(weights[0] ?? 0),
        )
      : codedLevels(name, levels, weights);
  derived.set(coded, derivedNumber(coded, value));
  return { predictor: coded, value: 1, isFactor: false };
}

/** A sum of indicators, so that a level nobody knows has no number. */
function codedLevels(field: string, levels: readonly string[], weights: readonly number[]): Element {
  const rows = levels.map((level, i) =>
    element('row', {}, [element('level', {}, [level]), element('weight', {}, [String(weights[i] ?? 0)])]),
  );
  return element('MapValues', { outputColumn: 'weight', dataType: 'double' }, [
    element('FieldColumnPair', { field, column: 'level' }),
    element('InlineTable', {}, rows),
  ]);
}

function offsetOf({ offsets }: RegressionModel, derived: Map<string, Element>): string | null {
  const [first, ...more] = offsets.map(applyOf);
  if (!first) return null;
  const sum = more.reduce((left, right) => apply('+', left, right), first);
  derived.set('offset()', derivedNumber('offset()', sum));
  return 'offset()';
}

function covarianceOf({ covariance }: RegressionModel, terms: readonly Term[]): Element[] {
  if (!covariance) return [];
  const at = (term: Term): number => Number(term.parameter.slice(1));
  const cells = terms.flatMap((row) =>
    terms.flatMap((column) => {
      const value = covariance[at(row)]?.[at(column)] ?? Number.NaN;
      return Number.isFinite(value)
        ? [element('PCovCell', { pRow: row.parameter, pCol: column.parameter, value })]
        : [];
    }),
  );
  return listOf('PCovMatrix', cells);
}

/** Products of plain regression have numbers as factors: 1 where a column has the level. */
const withIndicators = (term: Term, derived: Map<string, Element>): Term => ({
  ...term,
  cells: term.cells.map((cell) => {
    if (!cell.isFactor) return cell;
    const { predictor: field, value } = cell;
    const name = `${field}=${value}`;
    derived.set(name, derivedNumber(name, element('NormDiscrete', { field, value })));
    return { predictor: name, value: 1, isFactor: false };
  }),
});

/** The one link that general regression lacks and plain regression has. */
function cauchit(model: RegressionModel, terms: readonly Term[], offset: string | null, head: Element[]): Element {
  const intercept = terms.find(({ cells }) => cells.length === 0)?.beta ?? 0;
  const predictors = terms.filter(({ cells }) => cells.length > 0);
  const isOne = ({ cells }: Term): boolean => cells.length === 1;
  return element(
    'RegressionModel',
    { functionName: 'regression', normalizationMethod: 'cauchit', targetFieldName: targetOf(model) },
    [
      ...head,
      element('RegressionTable', { intercept }, [
        ...predictors
          .filter((term) => isOne(term) && !term.cells[0]?.isFactor)
          .map(({ beta, cells }) => element('NumericPredictor', { name: cells[0]?.predictor, coefficient: beta })),
        ...(offset ? [element('NumericPredictor', { name: offset, coefficient: 1 })] : []),
        ...predictors
          .filter((term) => isOne(term) && term.cells[0]?.isFactor)
          .map(({ beta, cells }) =>
            element('CategoricalPredictor', { name: cells[0]?.predictor, value: cells[0]?.value, coefficient: beta }),
          ),
        ...predictors
          .filter((term) => !isOne(term))
          .map(({ beta, cells }) =>
            element(
              'PredictorTerm',
              { coefficient: beta },
              cells.map(({ predictor }) => reference(predictor)),
            ),
          ),
      ]),
    ],
  );
}
