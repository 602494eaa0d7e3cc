import { NotExportable } from '../not-exportable.js';
import { expectTree } from '../predictions/tree-shape.js';
import type { BinaryTree, Outcome, Scorer, Step } from './predictor.js';

/** Most columns of an estimator whose proof can be held as rows. */
export const MOST_COLUMNS = 2 ** 17;

/** Numbers that one row is answered with: a function of PMML has all of them as its arguments. */
const MOST_OUTPUTS = 2 ** 16;

/** Steps, model and outcome have to fit each other as scikit-learn left them; NotExportable where they do not. */
export function expectFit(columns: number, steps: readonly Step[], model: Scorer | null, outcome: Outcome): void {
  if (!(columns >= 1 && columns <= MOST_COLUMNS))
    throw new NotExportable(`it takes ${columns} columns, expected 1 to ${MOST_COLUMNS}`);
  const width = widthAfter(steps, columns, { cells: 0 });
  if (!model) return;
  const outputs = outputsOf(model, width);
  if (outcome.kind === 'nearest') return;
  if (outputs > MOST_OUTPUTS)
    throw new NotExportable(`it answers ${outputs} numbers, expected at most ${MOST_OUTPUTS}`);
  if (outcome.kind !== 'classes') return;
  expectSize('labels', outcome.labels.length, outputs === 1 ? 2 : outputs);
}

function expectSize(what: string, found: number, expected: number): void {
  if (found !== expected) throw new NotExportable(`expected ${expected} ${what}, found ${found}`);
}

const expectFinite = (what: string, numbers: readonly number[]): void => {
  const other = numbers.find((number) => !Number.isFinite(number));
  if (other !== undefined) throw new NotExportable(`found ${other} among its ${what}`);
};

function expectNumbers(what: string, numbers: readonly number[], size: number): void {
  expectSize(what, numbers.length, size);
  expectFinite(what, numbers);
}

/** Columns that all steps together take and give, beyond which nobody waits for a row: few bytes can say that they multiply. */
const MOST_CELLS = 2 ** 22;

/** Columns behind steps that take `columns`. */
function widthAfter(steps: readonly Step[], columns: number, met: { cells: number }): number {
  let width = columns;
  for (const step of steps) {
    met.cells += width;
    if (step.kind === 'columns') width = widthBeside(step.parts, width, met);
    else {
      expectStep(step, width);
      width = widthOf(step, width);
    }
    expectHeld(width, met);
  }
  return width;
}

function widthBeside(parts: Of<'columns'>['parts'], width: number, met: { cells: number }): number {
  let sum = 0;
  for (const { from, steps } of parts) {
    met.cells += from.length;
    expectHeld(sum, met);
    for (const at of from) expectColumn(at, width);
    sum += widthAfter(steps, from.length, met);
  }
  return sum;
}

function expectHeld(width: number, { cells }: { cells: number }): void {
  if (width > MOST_COLUMNS) throw new NotExportable(`its steps make more than ${MOST_COLUMNS} columns`);
  if (cells > MOST_CELLS) throw new NotExportable(`its steps take more than ${MOST_CELLS} columns together`);
}

type Of<Kind extends Step['kind']> = Extract<Step, { kind: Kind }>;

/** Columns behind a step that fits. */
export function widthOf(step: Exclude<Step, Of<'columns'>>, width: number): number {
  switch (step.kind) {
    case 'products':
      return step.terms.length;
    case 'project':
      return step.components.length;
    case 'one-hot':
      return step.columns.reduce((sum, { kept }) => sum + kept.length, 0);
    default:
      return width;
  }
}

function expectStep(step: Exclude<Step, Of<'columns'>>, width: number): void {
  switch (step.kind) {
    case 'affine':
      for (const list of [step.subtract, step.divide, step.multiply, step.add])
        if (list) expectNumbers('numbers of a scaler', list, width);
      return;
    case 'impute':
      expectSize('values of an imputer', step.values.length, width);
      return;
    case 'ordinal':
    case 'one-hot':
      expectSize('columns with categories', step.columns.length, width);
      return;
    case 'products':
      for (const term of step.terms) for (const at of term) expectColumn(at, width);
      return;
    case 'project':
      for (const row of step.mean ? [step.mean, ...step.components] : step.components)
        expectNumbers('numbers of a component', row, width);
      if (step.scale) expectNumbers('scales of components', step.scale, step.components.length);
      return;
    case 'binarize':
      expectFinite('thresholds', [step.threshold]);
      return;
    case 'normalize':
    case 'missing':
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
      expectNumbers('intercepts', model.intercepts, model.weights.length);
      return model.weights.length;
    case 'votes':
      expectRows('coefficients', model.weights, width);
      expectSize('pairs of classes', model.weights.length, (model.classes * (model.classes - 1)) / 2);
      expectNumbers('intercepts', model.intercepts, model.weights.length);
      return model.classes;
    case 'gaussians':
      expectRows('means', model.means, width);
      expectRows('weights', model.weights, width);
      for (const list of [model.weights, model.intercepts]) expectSize('classes', list.length, model.means.length);
      expectFinite('intercepts', model.intercepts);
      return model.means.length;
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
      expectFinite('rates', [model.rate]);
      expectNumbers('numbers to start from', model.start, model.outputs);
      for (const tree of model.trees) expectBinaryTree(tree, model.outputs, width);
      return model.outputs;
  }
}

function expectRows(what: string, rows: readonly (readonly number[])[], width: number): void {
  if (rows.length === 0) throw new NotExportable(`it has no ${what}`);
  for (const row of rows) expectNumbers(what, row, width);
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
