import type { InputColumn } from '../predictions/rows.js';
import { type Body, derivedNumber, freeName, miningSchema, namesOf, outputField, outputOf } from './document.js';
import { type Element, element, elementLater } from './element.js';
import { apply, constant, reference } from './expression.js';
import { type Classes, classifier, regressionTable, type Table } from './regression-table.js';

/** Numbers that models compute one after the other, each under its name for those behind it. */
export interface Scores {
  /** Number of the models; of each score that of the last one which has a share in it. */
  models: readonly Element[];
  names: readonly string[];
  segments: readonly number[];
}

/** What the document takes, and names that are taken in it. */
interface Around {
  columns: readonly InputColumn[];
  known: ReadonlySet<string>;
}

export const segment = (model: Element, i: number): Element =>
  element('Segment', { id: i + 1 }, [element('True'), model]);

/** A segment whose model is made while it is written. */
export const segmentLater = (model: () => Element, i: number): Element =>
  elementLater('Segment', { id: i + 1 }, () => [element('True'), model()]);

/** A model that computes one number for those behind it. */
export const scoreModel = ({
  columns,
  table,
  name,
  inverse,
  local = [],
}: {
  columns: readonly { name: string }[];
  table: Table;
  name: string;
  inverse?: 'identity' | 'exp';
  /** Fields that it derives for itself. */
  local?: readonly Element[];
}): Element =>
  element('RegressionModel', { functionName: 'regression', ...(inverse === 'exp' && { normalizationMethod: 'exp' }) }, [
    miningSchema(columns, null),
    element('Output', {}, [outputField(name, 'continuous', 'predictedValue')]),
    ...locally(local),
    regressionTable(table),
  ]);

const locally = (fields: readonly Element[]): Element[] =>
  fields.length > 0 ? [element('LocalTransformations', {}, fields)] : [];

/** Several numbers, each of which the document answers. */
export function severalBody({ models, names, segments }: Scores, { columns, known }: Around): Body {
  const answers = names.map((_, i) =>
    outputField(freeName(`prediction(${i})`, known), 'continuous', 'predictedValue', { segmentId: segments[i] }),
  );
  return {
    derived: [],
    model: chain('regression', [miningSchema(columns, null), element('Output', {}, answers)], models),
  };
}

/** The label that decision values decide; with it the values, or the probabilities that are made of them. */
export function decidedBody(outcome: Classes, scores: Scores, { columns, known }: Around): Body {
  const labels = outcome.labels.map(String);
  const target = freeName('response', namesOf(...columns));
  const taken = new Set([...known, target]);
  const isEach = outcome.probabilities === 'each';
  const models = [...scores.models, ...(isEach ? [shares(outcome, scores.names, taken)] : [])];
  const answers = isEach
    ? labels.map((value) =>
        outputField(freeName(`probability(${value})`, taken), 'continuous', 'probability', {
          segmentId: models.length,
          value,
        }),
      )
    : scores.names.map((_, i) =>
        outputField(freeName(`score(${labels[labels.length === 2 ? 1 : i]})`, taken), 'continuous', 'predictedValue', {
          segmentId: scores.segments[i],
        }),
      );
  const [prediction] = outputOf(taken, 'classification').children ?? [];
  return {
    derived: [],
    target: { name: target, levels: labels },
    model: chain(
      'classification',
      [miningSchema(columns, target), element('Output', {}, [prediction as Element, ...answers])],
      [...models, decision(outcome, scores.names, target, taken)],
    ),
  };
}

const chain = (task: 'regression' | 'classification', head: readonly Element[], models: readonly Element[]): Element =>
  element('MiningModel', { functionName: task }, [
    ...head,
    element('Segmentation', { multipleModelMethod: 'modelChain' }, models.map(segment)),
  ]);

const fieldsOf = (names: readonly string[]): { name: string }[] => names.map((name) => ({ name }));

/** Each class by itself, 1/(1 + e^−s), then divided by the sum. */
function shares(outcome: Classes, scores: readonly string[], taken: ReadonlySet<string>): Element {
  const own = scores.map((score) => freeName(`share(${score})`, taken));
  const derived = scores.map((score, i) => {
    const power = apply('exp', apply('-', constant(0), reference(score)));
    return derivedNumber(own[i] as string, apply('/', constant(1), apply('+', constant(1), power)));
  });
  const tables = own.map((name): Table => ({ intercept: 0, terms: [[name, 1]] }));
  return classifier(outcome, tables, undefined, [
    miningSchema(fieldsOf(scores), null),
    element('LocalTransformations', {}, derived),
  ]);
}

/** One score says the second class above its border; of several the largest decides, the first one where they are even. */
function decision(
  { labels, from, isAtLeast, isVote }: Classes,
  scores: readonly string[],
  target: string,
  taken: ReadonlySet<string>,
): Element {
  const [only] = scores as [string];
  const leaf = (label: number, field: string, operator: string, value: number): Element =>
    element('Node', { score: String(labels[label]) }, [element('SimplePredicate', { field, operator, value })]);
  const leads = scores.map((score) => freeName(`lead(${score})`, taken));
  const largest = freeName('largest', taken);
  const isSingle = scores.length === 1;
  const leaves = isSingle
    ? [
        leaf(1, only, isAtLeast ? 'greaterOrEqual' : 'greaterThan', from),
        leaf(0, only, isAtLeast ? 'lessThan' : 'lessOrEqual', from),
      ]
    : leads.map((lead, i) => leaf(i, lead, 'greaterOrEqual', 0));
  const asked = scores.map((score) => (isVote ? apply('round', reference(score)) : reference(score)));
  const local = isSingle
    ? []
    : [
        derivedNumber(largest, apply('max', ...asked)),
        ...asked.map((score, i) => derivedNumber(leads[i] as string, apply('-', score, reference(largest)))),
      ];
  return element('TreeModel', { functionName: 'classification', missingValueStrategy: 'nullPrediction' }, [
    miningSchema(fieldsOf(scores), target),
    ...locally(local),
    element('Node', {}, [element('True'), ...leaves]),
  ]);
}
