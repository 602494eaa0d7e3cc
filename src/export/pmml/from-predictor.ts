import type { Origin } from '../../formats/structure/origin.js';
import { NotExportable } from '../not-exportable.js';
import type { InputColumn } from '../predictions/rows.js';
import { isMean, type Outcome, type Predictor, type Scorer } from '../predictor/predictor.js';
import { clusterModelOf, decisionTree, treeModelOf } from '../predictor/statistical.js';
import { clustersBody } from './clusters.js';
import { type Body, freeName, miningSchema, namesOf, outputOf } from './document.js';
import { type Element, element } from './element.js';
import { transformColumns } from './transform-columns.js';
import { regressionTree, treesBody } from './trees.js';

type Of<Kind extends Scorer['kind']> = Extract<Scorer, { kind: Kind }>;
type Classes = Extract<Outcome, { kind: 'classes' }>;

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
  if (model.kind === 'network' || model.kind === 'votes')
    throw new NotExportable(`nothing here writes ${name} as PMML`);
  if (outcome.kind !== 'number' && outcome.kind !== 'classes')
    throw new NotExportable(`nothing here writes ${name} as PMML`);
  if (outcome.kind === 'classes' && outcome.probabilities === 'scores')
    throw new NotExportable(`${name} gives decision values, and classes of PMML have probabilities`);
  if (model.kind === 'linear') return linear(model, outcome, place, name);
  const isGiven = outcome.kind === 'number' || outcome.probabilities === 'given';
  if (isMean(model) && isGiven) return treesBody(treeModelOf(model, outcome, fields, origin), columns);
  return boosted(model, outcome, place);
}

function linear(
  model: Of<'linear'>,
  outcome: Classes | Extract<Outcome, { kind: 'number' }>,
  place: Place,
  name: string,
): Body {
  const target = freeName('response', namesOf(...place.columns));
  const head = miningSchema(place.columns, target);
  const tables = model.weights.map((weights, i) => ({
    intercept: model.intercepts[i] as number,
    terms: weights.map((weight, column) => [place.fields[column] as string, weight] as const),
  }));
  const taken = namesOf(...place.columns, { name: target });
  if (outcome.kind === 'classes')
    return classified(outcome, tables, target, [head, outputOf(taken, 'classification', outcome.labels.map(String))]);
  const [table, ...more] = tables;
  if (!table || more.length > 0) throw new NotExportable(`${name} has several outputs, and a model of PMML one`);
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
      [head, outputOf(taken, 'regression'), regressionTable(table)],
    ),
  };
}

interface Table {
  intercept: number;
  terms: (readonly [field: string, coefficient: number])[];
}

const regressionTable = ({ intercept, terms }: Table, category?: string): Element =>
  element(
    'RegressionTable',
    { intercept, targetCategory: category },
    terms.map(([field, coefficient]) => element('NumericPredictor', { name: field, coefficient })),
  );

/** Scores of the classes as their probabilities. A single score is that of the second class. */
function classifier(
  { labels, probabilities }: Classes,
  tables: readonly Table[],
  target: string,
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
      normalizationMethod: probabilities === 'softmax' ? 'softmax' : 'logit',
    },
    [...head, ...rows],
  );
}

function classified(outcome: Classes, tables: readonly Table[], target: string, head: readonly Element[]): Body {
  if (outcome.probabilities === 'each')
    throw new NotExportable('each class is decided on its own, and PMML normalizes such scores in another way');
  return {
    derived: [],
    target: { name: target, levels: outcome.labels.map(String) },
    model: classifier(outcome, tables, target, head),
  };
}

/** Sums of trees for each output, then a regression of the sums: a chain of models, whose outputs are those of the last one. */
function boosted(model: Of<'trees'>, outcome: Classes | Extract<Outcome, { kind: 'number' }>, place: Place): Body {
  if (outcome.kind === 'number' && outcome.inverse !== 'identity')
    throw new NotExportable('a sum of trees that is not itself the prediction');
  const target = freeName('response', namesOf(...place.columns));
  const taken = namesOf(...place.columns, { name: target });
  const known = new Set([...taken, ...place.fields]);
  const scores = Array.from({ length: model.outputs }, (_, output) =>
    freeName(`score${model.outputs === 1 ? '' : output}`, known),
  );
  const sums = scores.map((score, output) => sumOf(model, output, score, place));
  const tables = scores.map(
    (score, output): Table => ({ intercept: model.start[output] as number, terms: [[score, model.rate]] }),
  );
  const head = miningSchema(
    scores.map((name) => ({ name })),
    target,
  );
  const last =
    outcome.kind === 'classes'
      ? classifier(outcome, tables, target, [head])
      : element('RegressionModel', { functionName: 'regression', targetFieldName: target }, [
          head,
          regressionTable(tables[0] as Table),
        ]);
  const task = outcome.kind === 'classes' ? 'classification' : 'regression';
  const labels = outcome.kind === 'classes' ? outcome.labels.map(String) : undefined;
  return {
    derived: [],
    target: { name: target, ...(labels && { levels: labels }) },
    model: element('MiningModel', { functionName: task }, [
      miningSchema(place.columns, target),
      outputOf(taken, task, labels),
      element('Segmentation', { multipleModelMethod: 'modelChain' }, [...sums, last].map(segment)),
    ]),
  };
}

const segment = (model: Element, i: number): Element => element('Segment', { id: i + 1 }, [element('True'), model]);

function sumOf({ trees }: Of<'trees'>, output: number, score: string, { fields, columns }: Place): Element {
  const own = trees.filter((tree) => tree.says.some((said) => said.some(([to]) => to === output)));
  const schema = miningSchema(columns, null);
  const segments = own.map((tree, i) => {
    const said = { ...tree, says: tree.says.map((pairs) => pairs.map(([, value]): [number, number] => [0, value])) };
    return segment(regressionTree(decisionTree(said, 0, false), fields, schema), i);
  });
  return element('MiningModel', { functionName: 'regression' }, [
    schema,
    element('Output', {}, [
      element('OutputField', { name: score, optype: 'continuous', dataType: 'double', feature: 'predictedValue' }),
    ]),
    element('Segmentation', { multipleModelMethod: 'sum' }, segments),
  ]);
}
