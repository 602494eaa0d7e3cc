import { NotExportable } from '../not-exportable.js';
import { expectTree } from '../predictions/tree-shape.js';
import type { BinaryTree, Outcome, Scorer, Step } from './predictor.js';

/** Most columns of an estimator whose proof can be held as rows. */
export const MOST_COLUMNS = 2 ** 17;

/** Steps, model and outcome have to fit each other as scikit-learn left them; NotExportable where they do not. */
export function expectFit(columns: number, steps: readonly Step[], model: Scorer | null, outcome: Outcome): void {
  if (!(columns >= 1 && columns <= MOST_COLUMNS))
    throw new NotExportable(`it takes ${columns} columns, expected 1 to ${MOST_COLUMNS}`);
  const width = widthAfter(steps, columns);
  if (!model) return;
  const outputs = outputsOf(model, width);
  if (outcome.kind !== 'classes') return;
  expectSize('labels', outcome.labels.length, outputs === 1 ? 2 : outputs);
}

function expectSize(what: string, found: number, expected: number): void {
  if (found !== expected) throw new NotExportable(`expected ${expected} ${what}, found ${found}`);
}

const expectFinite = (what: string, numbers: readonly number[]): void => {
  const other = numbers.find((number) => !Number.isFinite(number));
  if (other !== undefined) throw new NotExportable(`its ${what} have the number ${other}`);
};

/** Columns behind steps that take `columns`. */
function widthAfter(steps: readonly Step[], columns: number): number {
  return steps.reduce((width, step) => widthOf(step, width), columns);
}

function widthOf(step: Step, width: number): number {
  switch (step.kind) {
    case 'affine':
      for (const list of [step.subtract, step.divide, step.multiply, step.add])
        if (list) expectSize('numbers of a scaler', list.length, width);
      return width;
    case 'impute':
      expectSize('values of an imputer', step.values.length, width);
      return width;
    case 'normalize':
    case 'missing':
      return width;
    case 'ordinal':
      expectSize('columns with categories', step.columns.length, width);
      return width;
    case 'products':
      for (const term of step.terms) for (const at of term) expectColumn(at, width);
      return step.terms.length;
    case 'project':
      for (const row of step.mean ? [step.mean, ...step.components] : step.components)
        expectSize('numbers of a component', row.length, width);
      if (step.scale) expectSize('scales of components', step.scale.length, step.components.length);
      return step.components.length;
    case 'one-hot':
      expectSize('columns with categories', step.columns.length, width);
      return step.columns.reduce((sum, { kept }) => sum + kept.length, 0);
    case 'columns':
      return step.parts.reduce((sum, { from, steps }) => {
        for (const at of from) expectColumn(at, width);
        return sum + widthAfter(steps, from.length);
      }, 0);
  }
}

function expectColumn(at: number, width: number): void {
  if (!(Number.isInteger(at) && at >= 0 && at < width)) throw new NotExportable(`column ${at} is none of ${width}`);
}

/** Scores of a model that takes `width` columns. */
function outputsOf(model: Scorer, width: number): number {
  switch (model.kind) {
    case 'linear':
      expectRows('coefficients', model.weights, width);
      expectFinite('intercepts', model.intercepts);
      expectSize('intercepts', model.intercepts.length, model.weights.length);
      return model.weights.length;
    case 'votes':
      expectRows('coefficients', model.weights, width);
      expectFinite('intercepts', model.intercepts);
      expectSize('pairs of classes', model.weights.length, (model.classes * (model.classes - 1)) / 2);
      expectSize('intercepts', model.intercepts.length, model.weights.length);
      return model.classes;
    case 'distances':
      expectRows('centers', model.centers, width);
      return model.centers.length;
    case 'network':
      return model.layers.reduce((units, { weights, bias }) => {
        expectSize('rows of weights', weights.length, units);
        expectRows('weights', weights, bias.length);
        expectFinite('biases', bias);
        return bias.length;
      }, width);
    case 'trees':
      expectFinite('rate and start', [model.rate, ...model.start]);
      for (const tree of model.trees) expectBinaryTree(tree, model.outputs, width);
      return model.outputs;
  }
}

function expectRows(what: string, rows: readonly (readonly number[])[], width: number): void {
  if (rows.length === 0) throw new NotExportable(`it has no ${what}`);
  for (const row of rows) {
    expectSize(what, row.length, width);
    expectFinite(what, row);
  }
}

function expectBinaryTree(tree: BinaryTree, outputs: number, width: number): void {
  const { left, right, feature, threshold, says, missingLeft } = tree;
  const count = left.length;
  for (const list of [right, feature, threshold, says, missingLeft ?? left])
    expectSize('nodes in every list of a tree', list.length, count);
  expectTree(count, (node) => ((left[node] as number) < 0 ? [] : [left[node] as number, right[node] as number]));
  for (const [node, child] of left.entries()) {
    const column = feature[node] as number;
    if (child >= 0 && !(column >= 0 && column < width)) throw new NotExportable(`a tree asks for column ${column}`);
    const said = says[node] as [number, number][];
    if (said.some(([to]) => to >= outputs)) throw new NotExportable('a leaf speaks of a class that there is not');
    expectFinite('leaves', said.map(([, value]) => value)); // biome-ignore format: one line reads best
  }
  // What is missing goes one way and all numbers the other where a threshold is infinite.
  if (threshold.some(Number.isNaN)) throw new NotExportable('a tree asks for no number');
}
