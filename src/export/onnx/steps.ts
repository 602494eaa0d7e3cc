import { NotExportable } from '../not-exportable.js';
import type { Label, Step } from '../predictor/predictor.js';
import { type GraphBuilder, ML } from './builder.js';
import { besides, matrixOf, transposed, vector } from './matrices.js';

/** Columns on their way through the graph: one matrix of numbers, or one value a column where some are text. */
export type Columns = { matrix: string; width: number } | { separate: { name: string; isText: boolean }[] };

/** All columns as one matrix. */
export function joined(graph: GraphBuilder, columns: Columns): string {
  if ('matrix' in columns) return columns.matrix;
  if (columns.separate.some(({ isText }) => isText))
    throw new NotExportable('a column of text meets a step for numbers');
  return besides(graph, columns.separate.map(({ name }) => name)); // biome-ignore format: one line reads best
}

const widthOf = (columns: Columns): number => ('matrix' in columns ? columns.width : columns.separate.length);

function selected(graph: GraphBuilder, columns: Columns, from: readonly number[]): Columns {
  if ('separate' in columns)
    return { separate: from.map((at) => columns.separate[at] as { name: string; isText: boolean }) };
  if (from.length === columns.width && from.every((at, i) => at === i)) return columns;
  const indices = graph.constant('chosen', 'int64', [from.length], from);
  return { matrix: graph.add('Gather', [columns.matrix, indices], { axis: { int: 1 } }), width: from.length };
}

export function stepped(graph: GraphBuilder, step: Step, columns: Columns): Columns {
  const same = (matrix: string): Columns => ({ matrix, width: widthOf(columns) });
  switch (step.kind) {
    case 'affine': {
      let x = joined(graph, columns);
      const operations = { Sub: step.subtract, Div: step.divide, Mul: step.multiply, Add: step.add };
      for (const [operator, values] of Object.entries(operations))
        if (values) x = graph.add(operator, [x, vector(graph, operator.toLowerCase(), values)]);
      if (!step.range) return same(x);
      const [low, high] = step.range.map((bound) => graph.constant('bound', 'float64', [], [bound])) as [
        string,
        string,
      ];
      return same(graph.add('Clip', [x, low, high]));
    }
    case 'project': {
      let x = joined(graph, columns);
      if (step.mean) x = graph.add('Sub', [x, vector(graph, 'mean', step.mean)]);
      x = graph.add('MatMul', [x, matrixOf(graph, 'components', transposed(step.components))]);
      if (step.scale) x = graph.add('Div', [x, vector(graph, 'scale', step.scale)]);
      return { matrix: x, width: step.components.length };
    }
    case 'impute': {
      if (step.values.some((value) => typeof value === 'string'))
        throw new NotExportable('gaps of a column of text, which ONNX does not have');
      const x = joined(graph, columns);
      const values = step.values.map(Number);
      return same(graph.add('Where', [graph.add('IsNaN', [x]), vector(graph, 'statistics', values), x]));
    }
    case 'missing':
      return same(asDouble(graph, graph.add('IsNaN', [joined(graph, columns)])));
    case 'binarize': {
      const threshold = graph.constant('threshold', 'float64', [], [step.threshold]);
      return same(asDouble(graph, graph.add('Greater', [joined(graph, columns), threshold])));
    }
    case 'ordinal':
      return same(ordinal(graph, step, columns));
    case 'products':
      return { matrix: products(graph, step.terms, joined(graph, columns)), width: step.terms.length };
    case 'normalize':
      return same(normalized(graph, step.norm, joined(graph, columns)));
    case 'one-hot':
      return oneHot(graph, step, columns);
    case 'columns': {
      const parts = step.parts.map(({ from, steps }) => {
        let part = selected(graph, columns, from);
        for (const inner of steps) part = stepped(graph, inner, part);
        return { matrix: joined(graph, part), width: widthOf(part) };
      });
      const width = parts.reduce((sum, part) => sum + part.width, 0);
      return { matrix: besides(graph, parts.map(({ matrix }) => matrix)), width }; // biome-ignore format: one line reads best
    }
  }
}

function normalized(graph: GraphBuilder, norm: 'l1' | 'l2' | 'max', x: string): string {
  const sizes = norm === 'l2' ? graph.add('Mul', [x, x]) : graph.add('Abs', [x]);
  const axes = graph.constant('axes', 'int64', [1], [1]);
  const total = graph.add(norm === 'max' ? 'ReduceMax' : 'ReduceSum', [sizes, axes], { keepdims: { int: 1 } });
  const length = norm === 'l2' ? graph.add('Sqrt', [total]) : total;
  const zero = graph.constant('zero', 'float64', [], [0]);
  const one = graph.constant('one', 'float64', [], [1]);
  return graph.add('Div', [x, graph.add('Where', [graph.add('Equal', [length, zero]), one, length])]);
}

const asDouble = (graph: GraphBuilder, x: string): string => graph.add('Cast', [x], { to: { int: 11 } });

/** The place of the category as a sum of indicators; what is none of them has no place. */
function ordinal(graph: GraphBuilder, step: Extract<Step, { kind: 'ordinal' }>, columns: Columns): string {
  const parts = step.columns.map(({ categories }, i) => {
    const hot = indicators(graph, categories, selected(graph, columns, [i]));
    const places = matrixOf(graph, 'places', categories.map((_, at) => [at])); // biome-ignore format: one line reads best
    const axes = graph.constant('axes', 'int64', [1], [1]);
    const zero = graph.constant('zero', 'float64', [], [0]);
    const isNone = graph.add('Equal', [graph.add('ReduceSum', [hot, axes], { keepdims: { int: 1 } }), zero]);
    const unknown = graph.constant('unknown', 'float64', [], [step.unknown ?? Number.NaN]);
    return graph.add('Where', [isNone, unknown, graph.add('MatMul', [hot, places])]);
  });
  return besides(graph, parts);
}

/** Products of columns that are gathered one factor after the other; a column of ones fills shorter products. */
function products(graph: GraphBuilder, terms: readonly (readonly number[])[], x: string): string {
  const longest = terms.reduce((most, { length }) => Math.max(most, length), 0);
  const factor = (at: number): string => {
    const from = terms.map((term) => term[at] ?? 0);
    const index = graph.constant('factor', 'int64', [from.length], from);
    const values = graph.add('Gather', [x, index], { axis: { int: 1 } });
    if (terms.every(({ length }) => length > at)) return values;
    const isThere = vector(graph, 'there', terms.map(({ length }) => Number(length > at))); // biome-ignore format: one line reads best
    const zero = graph.constant('zero', 'float64', [], [0]);
    const one = graph.constant('one', 'float64', [], [1]);
    return graph.add('Where', [graph.add('Greater', [isThere, zero]), values, one]);
  };
  let product = factor(0);
  for (let at = 1; at < longest; at++) product = graph.add('Mul', [product, factor(at)]);
  return product;
}

function oneHot(graph: GraphBuilder, step: Extract<Step, { kind: 'one-hot' }>, columns: Columns): Columns {
  const parts = step.columns.map(
    ({ categories, kept }, i) =>
    indicators(graph, kept.map((at) => categories[at] as Label), selected(graph, columns, [i]), categories), // biome-ignore format: one line reads best
  );
  const width = step.columns.reduce((sum, { kept }) => sum + kept.length, 0);
  return { matrix: besides(graph, parts), width };
}

/** A column for each label, 1 where the value is the label. `all`: every label that the column may have. */
function indicators(
  graph: GraphBuilder,
  labels: readonly Label[],
  one: Columns,
  all: readonly Label[] = labels,
): string {
  const isText = all.some((label) => typeof label === 'string');
  if (isText) {
    const [column] = 'separate' in one ? one.separate : [];
    if (!column?.isText) throw new NotExportable('categories of text in a column of numbers');
    const hot = graph.add(
      'OneHotEncoder',
      [column.name],
      { cats_strings: { strings: labels.map(String) }, zeros: { int: 1 } },
      { domain: ML },
    );
    const shape = graph.constant('shape', 'int64', [2], [-1, labels.length]);
    return graph.add('Cast', [graph.add('Reshape', [hot, shape])], { to: { int: 11 } });
  }
  return asDouble(graph, graph.add('Equal', [joined(graph, one), vector(graph, 'categories', labels.map(Number))]));
}
