import type { Answer } from '../predictions/compare.js';
import { largest, placeOfLargest, placeOfSmallest } from '../predictions/extremes.js';
import type { Cell, Row } from '../predictions/rows.js';
import {
  type BinaryTree,
  isMean,
  type Label,
  type Outcome,
  type Predictor,
  pairsOf,
  type Scorer,
  type Step,
} from './predictor.js';

/** What the estimator answers for a row, in double floats as scikit-learn computes. */
export function predict({ inputs, steps, model, outcome }: Predictor, row: Row): Answer {
  let cells: Cell[] = inputs.map(({ name }) => row[name] ?? null);
  for (const step of steps) cells = stepped(step, cells);
  const columns = cells.map((cell) => (cell === null ? Number.NaN : Number(cell)));
  return answerOf(outcome, model ? scores(model, columns) : columns);
}

const named = (name: string, values: readonly number[]): Answer =>
  values.map((value, i) => ({ name: values.length === 1 ? name : `${name}[${i}]`, value }));

function answerOf(outcome: Outcome, values: readonly number[]): Answer {
  if (outcome.kind === 'columns') return named('columns', values);
  if (outcome.kind === 'number') return named('prediction', outcome.inverse === 'exp' ? values.map(Math.exp) : values);
  if (outcome.kind === 'nearest') return [{ name: 'prediction', value: placeOfSmallest(values) }];
  return classified(outcome, values);
}

function classified(outcome: Extract<Outcome, { kind: 'classes' }>, values: readonly number[]): Answer {
  const { labels, probabilities, from, isAtLeast, isVote } = outcome;
  const [single = Number.NaN] = values;
  const isSecond = isAtLeast ? single >= from : single > from;
  const best = values.length === 1 ? Number(isSecond) : placeOfLargest(isVote ? values.map(Math.round) : values);
  const label = labels[best] as Label;
  const answer = [{ name: 'prediction', value: label }];
  if (probabilities === 'scores') return [...answer, ...named('scores', values)];
  return [...answer, ...named('probabilities', asProbabilities(probabilities, values))];
}

function asProbabilities(kind: 'logistic' | 'softmax' | 'each' | 'given', values: readonly number[]): number[] {
  const [single = Number.NaN] = values;
  if (kind === 'given') return values.length === 1 ? [1 - single, single] : [...values];
  if (kind === 'logistic') return [1 - sigmoid(single), sigmoid(single)];
  if (kind === 'softmax') return softmax(values);
  const each = values.map(sigmoid);
  const total = each.reduce((sum, value) => sum + value, 0);
  return each.map((value) => value / total);
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

function softmax(values: readonly number[]): number[] {
  const most = largest(values);
  const powers = values.map((value) => Math.exp(value - most));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}

function stepped(step: Step, cells: readonly Cell[]): Cell[] {
  const numbers = (): number[] => cells.map((cell) => (cell === null ? Number.NaN : Number(cell)));
  switch (step.kind) {
    case 'affine': {
      const { subtract, divide, multiply, add, range } = step;
      return numbers().map((x, i) => {
        const y = ((x - (subtract?.[i] ?? 0)) / (divide?.[i] ?? 1)) * (multiply?.[i] ?? 1) + (add?.[i] ?? 0);
        return range ? Math.min(range[1], Math.max(range[0], y)) : y;
      });
    }
    case 'project': {
      const centered = numbers().map((x, i) => x - (step.mean?.[i] ?? 0));
      return step.components.map((row, i) => dot(row, centered) / (step.scale?.[i] ?? 1));
    }
    case 'impute':
      return cells.map((cell, i) => (isMissing(cell) ? (step.values[i] as Cell) : cell));
    case 'missing':
      return cells.map((cell) => Number(isMissing(cell)));
    case 'binarize':
      return numbers().map((x) => Number(x > step.threshold));
    case 'ordinal':
      return step.columns.map(({ categories }, i) => {
        const at = isMissing(cells[i] ?? null) ? -1 : categories.indexOf(cells[i] as Label);
        return at < 0 ? step.unknown : at;
      });
    case 'products': {
      const values = numbers();
      return step.terms.map((term) => term.reduce((product, at) => product * (values[at] as number), 1));
    }
    case 'normalize': {
      const values = numbers();
      const sizes = values.map(Math.abs);
      const norm = {
        l1: () => sizes.reduce((sum, size) => sum + size, 0),
        l2: () => Math.sqrt(dot(values, values)),
        max: () => largest(sizes),
      }[step.norm]();
      return values.map((value) => value / (norm || 1));
    }
    case 'one-hot':
      return step.columns.flatMap(({ categories, kept }, i) =>
        kept.map((at) => Number(cells[i] !== null && categories[at] === cells[i])),
      );
    case 'columns':
      return step.parts.flatMap(({ from, steps }) => {
        let part: Cell[] = from.map((at) => cells[at] ?? null);
        for (const inner of steps) part = stepped(inner, part);
        return part;
      });
  }
}

const isMissing = (cell: Cell): boolean => cell === null || Number.isNaN(cell);

function dot(a: readonly number[], b: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

/** Squared, each square times its weight. */
function distance(a: readonly number[], b: readonly number[], weights?: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) {
    const far = (a[i] as number) - (b[i] as number);
    sum += far * far * (weights?.[i] ?? 1);
  }
  return sum;
}

function scores(model: Scorer, columns: readonly number[]): number[] {
  switch (model.kind) {
    case 'linear':
      return model.weights.map((row, i) => dot(row, columns) + (model.intercepts[i] as number));
    case 'votes':
      return votes(model, columns);
    case 'distances':
      return model.centers.map((center) => distance(columns, center));
    case 'gaussians':
      return model.means.map((mean, k) => (model.intercepts[k] as number) - distance(columns, mean, model.weights[k]));
    case 'network': {
      let values = [...columns];
      for (const { weights, bias, activation } of model.layers) {
        const sums = [...bias];
        // Row by row, as weights lie.
        for (const [i, row] of weights.entries()) {
          const value = values[i] as number;
          for (let unit = 0; unit < sums.length; unit++)
            sums[unit] = (sums[unit] as number) + value * (row[unit] as number);
        }
        values = activation === 'softmax' ? softmax(sums) : sums.map(ACTIVATIONS[activation]);
      }
      return values;
    }
    case 'trees': {
      const sums = Array.from({ length: model.outputs }, () => 0);
      const singles = columns.map(Math.fround);
      for (const tree of model.trees)
        for (const [output, value] of tree.says[leafOf(tree, singles)] ?? [])
          sums[output] = (sums[output] as number) + value;
      // Summed whole and divided once: a vote that is even stays even.
      if (isMean(model)) return sums.map((sum) => sum / model.trees.length);
      return sums.map((sum, i) => sum * model.rate + (model.start[i] as number));
    }
  }
}

function votes(
  { weights, intercepts, classes }: Extract<Scorer, { kind: 'votes' }>,
  columns: readonly number[],
): number[] {
  const counts = Array.from({ length: classes }, () => 0);
  const sums = [...counts];
  for (const [pair, [first, second]] of pairsOf(classes).entries()) {
    const said = dot(weights[pair] as number[], columns) + (intercepts[pair] as number);
    const winner = said < 0 ? second : first;
    counts[winner] = (counts[winner] as number) + 1;
    sums[first] = (sums[first] as number) + said;
    sums[second] = (sums[second] as number) - said;
  }
  return counts.map((count, i) => count + (sums[i] as number) / (3 * (Math.abs(sums[i] as number) + 1)));
}

const ACTIVATIONS = {
  identity: (x: number) => x,
  relu: (x: number) => Math.max(0, x),
  tanh: Math.tanh,
  logistic: sigmoid,
};

function leafOf({ left, right, feature, threshold, missingLeft }: BinaryTree, columns: readonly number[]): number {
  let node = 0;
  for (let steps = 0; (left[node] as number) >= 0 && steps < left.length; steps++) {
    const value = columns[feature[node] as number] as number;
    const goesLeft = Number.isNaN(value) ? missingLeft?.[node] : value <= (threshold[node] as number);
    node = (goesLeft ? left[node] : right[node]) as number;
  }
  return node;
}
