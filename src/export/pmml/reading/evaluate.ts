import { FormatError } from '../../../bytes/format-error.js';
import { byBytes } from '../../../bytes/order.js';
import type { Answer } from '../../predictions/compare.js';
import type { Cell, Row } from '../../predictions/rows.js';
import { withDerived, withLocal } from './fields.js';
import { arrayItems, attribute, childOf, childrenOf, readXml, type XmlNode } from './node.js';
import { holds } from './predicate.js';
import { generalRegression, regressionScores } from './regression.js';
import { treeEnd } from './tree.js';

type Values = ReadonlyMap<string, Cell>;

/** What a model of a document says of a row: a number or a label, and the probabilities of the labels. */
interface Said {
  value: number | string | null;
  probabilities: ReadonlyMap<string, number>;
  /** What the models of a chain say, by their segments. */
  segments?: ReadonlyMap<string, Said>;
}

const NOTHING: ReadonlyMap<string, number> = new Map();
const MODELS = new Set(['GeneralRegressionModel', 'RegressionModel', 'TreeModel', 'MiningModel', 'ClusteringModel']);

/** Evaluates the parts of PMML 4.4 that we write: a reader of its own, which shares nothing with the writer. */
export function pmmlEvaluator(text: string): (row: Row) => Answer {
  const document = readXml(text);
  const model = document.children.find(({ tag }) => MODELS.has(tag));
  if (!model) throw new FormatError('invalid-structure', 'expected a model in the document, found none');
  return (row) => answerOf(model, say(model, withDerived(document, row)));
}

/**
 * The `Output` of a model, by what its fields mean: their names are the document's own. Numbers of other segments than the
 * last one have their place among them.
 */
function answerOf(model: XmlNode, said: Said): Answer {
  let others = 0;
  const answers = outputs(model, said).map(({ field, value }) => {
    const { feature, segmentId } = field.attributes;
    if (feature === 'probability') return { name: `probability(${attribute(field, 'value')})`, value };
    return { name: segmentId === undefined ? 'prediction' : `output[${others++}]`, value };
  });
  return said.value === null ? answers.filter(({ name }) => name === 'prediction') : answers;
}

function outputs(model: XmlNode, said: Said): { field: XmlNode; value: Said['value'] }[] {
  const output = childOf(model, 'Output');
  return (output ? childrenOf(output, 'OutputField') : []).map((field) => {
    const { feature, segmentId } = field.attributes;
    const from = segmentId === undefined ? said : said.segments?.get(segmentId);
    const isProbability = feature === 'probability';
    return {
      field,
      value: (isProbability ? from?.probabilities.get(attribute(field, 'value')) : from?.value) ?? null,
    };
  });
}

function say(model: XmlNode, given: Values): Said {
  const values = withLocal(model, given);
  switch (model.tag) {
    case 'TreeModel':
      return treeEnd(model, values);
    case 'GeneralRegressionModel':
      return { value: generalRegression(model, values), probabilities: NOTHING };
    case 'RegressionModel':
      return regressed(model, values);
    case 'ClusteringModel':
      return { value: nearest(model, values), probabilities: NOTHING };
    default:
      return combined(model, values);
  }
}

function regressed(model: XmlNode, values: Values): Said {
  const scores = regressionScores(model, values);
  if (model.attributes['functionName'] === 'regression')
    return { value: scores[0]?.[1] ?? null, probabilities: NOTHING };
  return mostProbable(new Map(scores));
}

function mostProbable(probabilities: ReadonlyMap<string, number>): Said {
  const [best] = [...probabilities].sort(([, a], [, b]) => b - a);
  return { value: best && !Number.isNaN(best[1]) ? best[0] : null, probabilities };
}

/** Segments of a MiningModel. */
function combined(model: XmlNode, values: Values): Said {
  const segmentation = childOf(model, 'Segmentation') as XmlNode;
  const method = attribute(segmentation, 'multipleModelMethod');
  const inner = (segment: XmlNode): XmlNode => segment.children.find(({ tag }) => MODELS.has(tag)) as XmlNode;
  const segments = childrenOf(segmentation, 'Segment').filter((segment) =>
    holds(segment.children[0] as XmlNode, values),
  );
  if (method === 'modelChain')
    return chained(new Map(segments.map((segment) => [attribute(segment, 'id'), inner(segment)])), values);
  const said = segments.map((segment) => say(inner(segment), values));
  if (said.some(({ value }) => value === null)) return { value: null, probabilities: NOTHING };
  if (method === 'majorityVote') {
    const labels = labelsOf(model, said);
    const votes = new Map(labels.map((label) => [label, said.filter(({ value }) => value === label).length]));
    return { ...mostProbable(votes), probabilities: NOTHING };
  }
  if (method !== 'average' && method !== 'sum')
    throw new FormatError('unsupported', `expected a known combination, found ${method}`);
  const share = method === 'average' ? said.length : 1;
  if (model.attributes['functionName'] === 'regression') {
    const total = said.reduce((sum, { value }) => sum + Number(value), 0) / share;
    return { value: rescaled(model, total), probabilities: NOTHING };
  }
  const labels = labelsOf(model, said);
  return mostProbable(
    new Map(
      labels.map((label) => [label, said.reduce((sum, one) => sum + (one.probabilities.get(label) ?? 0), 0) / share]),
    ),
  );
}

/** Labels in the order of the document, which decides where votes are equal. */
function labelsOf(model: XmlNode, said: readonly Said[]): string[] {
  const told = childrenOf(childOf(model, 'Output') as XmlNode, 'OutputField').flatMap(
    ({ attributes }) => attributes['value'] ?? [],
  );
  const seen = said.flatMap(({ value }) => (value === null ? [] : String(value)));
  return told.length > 0 ? told : [...new Set(seen)].sort(byBytes);
}

/** Each model has the outputs of those before as its fields; the last one answers. */
function chained(models: ReadonlyMap<string, XmlNode>, values: Values): Said {
  const known = new Map(values);
  const segments = new Map<string, Said>();
  let last: Said = { value: null, probabilities: NOTHING };
  for (const [id, model] of models) {
    last = say(model, known);
    segments.set(id, last);
    for (const { field, value } of outputs(model, last)) known.set(attribute(field, 'name'), value);
  }
  return { ...last, segments };
}

function rescaled(model: XmlNode, value: number): number {
  const targets = childOf(model, 'Targets');
  const target = targets && childOf(targets, 'Target');
  if (!target) return value;
  return value * Number(target.attributes['rescaleFactor'] ?? 1) + Number(target.attributes['rescaleConstant'] ?? 0);
}

function nearest(model: XmlNode, values: Values): string | null {
  const point = childrenOf(model, 'ClusteringField').map((field) => values.get(attribute(field, 'field')) ?? null);
  if (point.includes(null)) return null;
  const numbers = point.map(Number);
  let best: { id: string; distance: number } | null = null;
  for (const cluster of childrenOf(model, 'Cluster')) {
    const center = numbersOf(childOf(cluster, 'Array') as XmlNode);
    let distance = 0;
    for (let i = 0; i < center.length; i++) {
      const far = (numbers[i] as number) - (center[i] as number);
      distance += far * far;
    }
    if (!best || distance < best.distance) best = { id: attribute(cluster, 'id'), distance };
  }
  return best?.id ?? null;
}

/** Every row asks for the numbers of all arrays, which are text. */
const read = new WeakMap<XmlNode, Float64Array>();

function numbersOf(array: XmlNode): Float64Array {
  const known = read.get(array);
  if (known) return known;
  const own = Float64Array.from(arrayItems(array), Number);
  read.set(array, own);
  return own;
}
