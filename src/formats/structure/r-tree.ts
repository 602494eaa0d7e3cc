import { attributeOf, memberOf, type RObject, textsOf } from '../../containers/r-serialization.js';
import type { Origin } from './origin.js';
import { formulaText } from './r-coefficients.js';
import { expressionOf, textOfCall } from './r-expression.js';
import { dimensionNames, type Matrix, memberAt, namedTexts, namesOf, type RReading, texts } from './r-reading.js';
import type { DecisionTree, Field, TreeModel, TreeNode, TreeTest } from './statistical-model.js';

/** Fields of a model from its terms: the response first, where there is one. */
export function fieldsOf(object: RObject, levels: Record<string, string[]>): Field[] {
  const terms = memberOf(object, 'terms');
  const classes = terms && attributeOf(terms, 'dataClasses');
  const list = terms && attributeOf(terms, 'variables');
  const calls = list?.kind === 'call' ? list.items.slice(1) : [];
  return namesOf(classes).map((name, i) => {
    const dataClass = texts(classes)[i] ?? 'numeric';
    const labels = Object.hasOwn(levels, name) ? levels[name] : undefined;
    const call = calls[i]?.value;
    const kind = dataClass === 'ordered' || dataClass === 'logical' ? dataClass : labels ? 'categorical' : 'numeric';
    return {
      name,
      kind,
      ...(labels && { levels: labels }),
      ...(call && call.kind !== 'symbol' && { expression: expressionOf(call) }),
    };
  });
}

/** A tree of the package rpart (help page "rpart.object"); null where parts are missing. */
export async function rpartModel(object: RObject, origin: Origin, reading: RReading): Promise<TreeModel | null> {
  const frame = memberOf(object, 'frame');
  const rowNames = frame && attributeOf(frame, 'row.names');
  const [method] = textsOf(memberOf(object, 'method'));
  if (!frame || !method) return null;
  const levels = namedTexts(attributeOf(object, 'xlevels'));
  const [target, ...fields] = fieldsOf(object, levels);
  const classes = texts(attributeOf(object, 'ylevels'));
  const rows = await readFrame(frame, rowNames, reading);
  const places = new Map(rows.map(({ id }, i) => [id, i]));
  const splits = await splitReader(object, fields, reading);
  const outcome = await outcomes(frame, method === 'class' ? classes.length : 0, reading);
  let at = 0;
  const nodes = rows.map((row, i): TreeNode => {
    const node: TreeNode = { id: row.id, count: row.count, weight: row.weight, ...outcome(i) };
    if (row.isLeaf) return node;
    const first = splits(at);
    const surrogates: TreeTest[] = [];
    for (let k = 0; k < row.surrogates; k++) {
      const surrogate = splits(at + 1 + row.competitors + k);
      if (surrogate) surrogates.push(surrogate);
    }
    at += 1 + row.competitors + row.surrogates;
    const [left, right] = [places.get(2 * row.id), places.get(2 * row.id + 1)];
    if (first && left !== undefined && right !== undefined) node.split = { test: first, left, right, surrogates };
    return node;
  });
  const strategy = await reading.number(memberAt(object, 'control$usesurrogate'));
  const tree: DecisionTree = { nodes, missing: strategy === 2 || strategy === null ? 'majority' : 'stop' };
  if (strategy === 0) for (const { split } of nodes) if (split) split.surrogates = [];
  return {
    kind: 'trees',
    origin,
    call: textOfCall(memberOf(object, 'call')),
    formula: formulaText(object),
    task: method === 'class' ? 'classification' : 'regression',
    target: {
      ...(target ?? { name: '' }),
      kind: method === 'class' ? 'categorical' : 'numeric',
      ...(method === 'class' && { levels: classes }),
    },
    fields,
    trees: [tree],
    combination: 'single',
  };
}

interface FrameRow {
  id: number;
  isLeaf: boolean;
  count: number;
  weight: number;
  competitors: number;
  surrogates: number;
}

async function readFrame(frame: RObject, rowNames: RObject | undefined, reading: RReading): Promise<FrameRow[]> {
  const variables = await reading.strings(memberOf(frame, 'var'));
  const numbers = (name: string): Promise<number[]> => reading.numbers(memberOf(frame, name));
  const ids =
    rowNames?.kind === 'character' ? (await reading.strings(rowNames)).map(Number) : await reading.numbers(rowNames);
  const [count, weight, competitors, surrogates] = [
    await numbers('n'),
    await numbers('wt'),
    await numbers('ncompete'),
    await numbers('nsurrogate'),
  ];
  return variables.map((variable, i) => ({
    id: ids[i] ?? i + 1,
    isLeaf: variable === '<leaf>',
    count: count[i] ?? 0,
    weight: weight[i] ?? 0,
    competitors: competitors[i] ?? 0,
    surrogates: surrogates[i] ?? 0,
  }));
}

/** What a node answers: the mean, or the class with the probabilities that `yval2` holds behind the counts. */
async function outcomes(frame: RObject, classes: number, reading: RReading) {
  const values = await reading.numbers(memberOf(frame, 'yval'));
  const details = classes > 0 ? await reading.matrix(memberOf(frame, 'yval2')) : null;
  return (i: number): Pick<TreeNode, 'prediction' | 'probabilities'> => {
    const value = values[i] ?? Number.NaN;
    if (classes === 0) return { prediction: value };
    const probabilities = details && Array.from({ length: classes }, (_, k) => details.at(i, 1 + classes + k));
    return { prediction: value - 1, ...(probabilities && { probabilities }) };
  };
}

/** Reads rows of the `splits` matrix. Its row names are the variables, its columns count, ncat, improve, index, adj. */
async function splitReader(object: RObject, fields: readonly Field[], reading: RReading) {
  const splits = memberOf(object, 'splits');
  const matrix = await reading.matrix(splits);
  const names = (splits && dimensionNames(splits)[0]) ?? [];
  const codes = await reading.matrix(memberOf(object, 'csplit'));
  return (row: number): TreeTest | null => {
    const field = fields.findIndex(({ name }) => name === names[row]);
    if (!matrix || row >= matrix.rows || field < 0) return null;
    const categories = matrix.at(row, 1);
    const index = matrix.at(row, 3);
    if (Math.abs(categories) > 1) return codes && levelSplit(field, codes, index - 1, categories);
    const { kind, levels } = fields[field] as Field;
    // Ordered factors are compared by the number of their level, from 1.
    if (kind === 'ordered' && levels) return orderedSplit(field, levels.length, index, categories < 0);
    return { field, kind: categories < 0 ? 'less' : 'greater-or-equal', threshold: index };
  };
}

/** A row of `csplit`: 1 goes left, 3 right, 2 did not occur. */
function levelSplit(field: number, codes: Matrix, row: number, categories: number): TreeTest {
  const levels = Array.from({ length: Math.min(categories, codes.columns) }, (_, level) => level);
  return {
    field,
    kind: 'levels',
    left: levels.filter((level) => codes.at(row, level) === 1),
    right: levels.filter((level) => codes.at(row, level) === 3),
  };
}

function orderedSplit(field: number, count: number, threshold: number, isLess: boolean): TreeTest {
  const levels = Array.from({ length: count }, (_, level) => level);
  const goesLeft = (level: number): boolean => level + 1 < threshold === isLess;
  return {
    field,
    kind: 'levels',
    left: levels.filter(goesLeft),
    right: levels.filter((level) => !goesLeft(level)),
  };
}
