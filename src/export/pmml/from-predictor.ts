import type { Origin } from '../../formats/structure/origin.js';
import type { DecisionTree } from '../../formats/structure/statistical-model.js';
import { NotExportable } from '../not-exportable.js';
import type { InputColumn } from '../predictions/rows.js';
import { type BinaryTree, isMean, type Outcome, type Predictor, type Scorer } from '../predictor/predictor.js';
import { clusterModelOf, decisionTree, treeModelOf } from '../predictor/statistical.js';
import { decidedBody, scoreModel, segment, segmentLater, severalBody } from './chain.js';
import { clustersBody } from './clusters.js';
import { type Body, freeName, miningSchema, namesOf, outputField, outputOf } from './document.js';
import { type Element, element } from './element.js';
import { squaresOf } from './gaussians.js';
import { type Classes, classifier, regressionTable, type Table } from './regression-table.js';
import { transformColumns } from './transform-columns.js';
import { regressionTree, treesBody } from './trees.js';
import { voteScores } from './votes.js';

type Of<Kind extends Scorer['kind']> = Extract<Scorer, { kind: Kind }>;

/** A scikit-learn estimator as PMML: its steps are derived fields. */
export function predictorBody(predictor: Predictor, origin: Origin): Body {
  const { name, steps, model, outcome } = predictor;
  if (!model) throw new NotExportable(`${name} transforms its columns, which only its ONNX export holds`);
  const columns = columnsInPmml(predictor);
  const { fields, derived } = transformColumns(columns, steps);
  const own = bodyOf(predictor, model, outcome, { fields, columns, origin });
  return { ...own, derived: [...derived, ...own.derived] };
}

/** Labels that nobody has seen are allowed where codes take them for none. */
export const columnsInPmml = ({ inputs }: Predictor): InputColumn[] =>
  inputs.map((column) => (column.levels ? { ...column, levels: [] } : column));

interface Place {
  /** What the model takes. */
  fields: readonly string[];
  /** What the document takes. */
  columns: readonly InputColumn[];
  origin: Origin;
}

function bodyOf(predictor: Predictor, model: Scorer, outcome: Outcome, place: Place): Body {
  const { name } = predictor;
  const { fields, columns, origin } = place;
  if (model.kind === 'distances') return clustersBody(clusterModelOf(model, fields, origin), columns);
  if (model.kind === 'network') throw new NotExportable(`nothing here writes ${name} as PMML`);
  if (outcome.kind !== 'number' && outcome.kind !== 'classes')
    throw new NotExportable(`nothing here writes ${name} as PMML`);
  if (model.kind === 'linear') return linear(tablesOf(model, place), outcome, place);
  if (model.kind === 'gaussians') {
    const { derived, tables } = squaresOf(model, fields, [...namesOf(...columns), ...fields]);
    return { ...linear(tables, outcome, place), derived };
  }
  if (model.kind === 'votes') return voted(model, outcome, place);
  if (outcome.kind === 'classes' && ['scores', 'each'].includes(outcome.probabilities))
    throw new NotExportable(`nothing here writes decision values of ${name} as PMML`);
  const isGiven = outcome.kind === 'number' || outcome.probabilities === 'given';
  if (isMean(model) && isGiven && !(outcome.kind === 'number' && model.outputs > 1))
    return treesBody(treeModelOf(model, outcome, fields, origin), columns);
  return boosted(model, outcome, place);
}

function voted(model: Of<'votes'>, outcome: Outcome, place: Place): Body {
  if (outcome.kind !== 'classes') throw new NotExportable('votes that are for no class');
  const { columns } = place;
  const { names, known } = scoreNames(model.classes, place);
  const scores = voteScores(model, tablesOf(model, place), columns, known);
  return decidedBody(outcome, scores, { columns, known: new Set([...known, ...names]) });
}

const tablesOf = ({ weights, intercepts }: Pick<Of<'linear'>, 'weights' | 'intercepts'>, { fields }: Place): Table[] =>
  weights.map((row, i) => ({
    intercept: intercepts[i] as number,
    terms: row.map((weight, column) => [fields[column] as string, weight] as const),
  }));

type Numbers = Extract<Outcome, { kind: 'number' }>;

const sizedName = (name: string, i: number, count: number): string => `${name}${count === 1 ? '' : i}`;

/** Names for so many scores, which no field has. */
function scoreNames(count: number, { columns, fields }: Place): { names: string[]; known: Set<string> } {
  const known = new Set([...namesOf(...columns), ...fields, 'response']);
  const names = Array.from({ length: count }, (_, i) => freeName(sizedName('score', i, count), known));
  return { names, known };
}

function linear(tables: readonly Table[], outcome: Classes | Numbers, place: Place): Body {
  const { columns } = place;
  const [table, ...more] = tables;
  const isChain = outcome.kind === 'number' ? more.length > 0 : ['scores', 'each'].includes(outcome.probabilities);
  if (isChain) {
    const { names, known } = scoreNames(tables.length, place);
    const inverse = outcome.kind === 'number' ? outcome.inverse : 'identity';
    const models = names.map((name, i) => scoreModel({ columns, table: tables[i] as Table, name, inverse }));
    const scores = { models, names, segments: names.map((_, i) => i + 1) };
    const around = { columns, known: new Set([...known, ...names]) };
    return outcome.kind === 'number' ? severalBody(scores, around) : decidedBody(outcome, scores, around);
  }
  const target = freeName('response', namesOf(...columns));
  const head = miningSchema(columns, target);
  const taken = namesOf(...columns, { name: target });
  if (outcome.kind === 'classes') {
    const levels = outcome.labels.map(String);
    const own = classifier(outcome, tables, target, [head, outputOf(taken, 'classification', levels)]);
    return { derived: [], target: { name: target, levels }, model: own };
  }
  return {
    derived: [],
    target: { name: target },
    model: element(
      'RegressionModel',
      {
        functionName: 'regression',
        targetFieldName: target,
        ...(outcome.inverse === 'exp' && { normalizationMethod: 'exp' }),
      },
      [head, outputOf(taken, 'regression'), regressionTable(table as Table)],
    ),
  };
}

/** Sums of trees for each output, then a regression of the sums: a chain of models, whose outputs are those of the last one. */
function boosted(model: Of<'trees'>, outcome: Classes | Numbers, place: Place): Body {
  if (outcome.kind === 'number' && outcome.inverse !== 'identity')
    throw new NotExportable('a sum of trees that is not itself the prediction');
  const { columns } = place;
  const { names: sums, known } = scoreNames(model.outputs, place);
  const own = treesByOutput(model);
  // One for all trees, which may be many of many columns.
  const schema = miningSchema(columns, null);
  const models = sums.map((score, output) => {
    const trees = (own.get(output) ?? []).map(
      (tree) => () => decisionTree(speakingOf(tree, output), 0, model.decidesMissing),
    );
    return sumOf(trees, score, place.fields, schema);
  });
  const tables = sums.map(
    (score, output): Table => ({ intercept: model.start[output] as number, terms: [[score, model.rate]] }),
  );
  const around = { columns, known: new Set([...known, ...sums]) };
  if (outcome.kind === 'number' && sums.length > 1) {
    const names = sums.map((_, i) => freeName(`output${i}`, around.known));
    const means = names.map((name, i) =>
      scoreModel({ columns: [{ name: sums[i] as string }], table: tables[i] as Table, name }),
    );
    const segments = names.map((_, i) => sums.length + i + 1);
    return severalBody({ models: [...models, ...means], names, segments }, around);
  }
  const target = freeName('response', namesOf(...columns));
  const labels = outcome.kind === 'classes' ? outcome.labels.map(String) : undefined;
  const task = labels ? 'classification' : 'regression';
  const head = miningSchema(sums.map((name) => ({ name })), target); // biome-ignore format: one line reads best
  const last =
    outcome.kind === 'classes'
      ? classifier(outcome, tables, target, [head])
      : element('RegressionModel', { functionName: 'regression', targetFieldName: target }, [
          head,
          regressionTable(tables[0] as Table),
        ]);
  return {
    derived: [],
    target: { name: target, ...(labels && { levels: labels }) },
    model: element('MiningModel', { functionName: task }, [
      miningSchema(columns, target),
      outputOf(namesOf(...columns, { name: target }), task, labels),
      element('Segmentation', { multipleModelMethod: 'modelChain' }, [...models, last].map(segment)),
    ]),
  };
}

/** The trees that speak of an output. */
function treesByOutput({ trees }: Of<'trees'>): Map<number, BinaryTree[]> {
  const found = new Map<number, BinaryTree[]>();
  for (const tree of trees)
    for (const output of new Set(tree.says.flatMap((said) => said.map(([to]) => to)))) {
      const own = found.get(output) ?? [];
      own.push(tree);
      found.set(output, own);
    }
  return found;
}

/** A tree as if the output were the only one. */
const speakingOf = (tree: BinaryTree, output: number): BinaryTree => ({
  ...tree,
  says: tree.says.map((pairs) =>
    pairs.flatMap(([to, value]): [number, number][] => (to === output ? [[0, value]] : [])),
  ),
});

const sumOf = (
  trees: readonly (() => DecisionTree)[],
  score: string,
  fields: readonly string[],
  schema: Element,
): Element =>
  element('MiningModel', { functionName: 'regression' }, [
    schema,
    element('Output', {}, [outputField(score, 'continuous', 'predictedValue')]),
    element(
      'Segmentation',
      { multipleModelMethod: 'sum' },
      trees.map((tree, i) => segmentLater(() => regressionTree(tree(), fields, schema), i)),
    ),
  ]);
