import { NotExportable } from '../not-exportable.js';
import { pairsOf, type Scorer } from '../predictor/predictor.js';
import type { GraphBuilder } from './builder.js';
import { matrixOf, transposed, vector } from './matrices.js';

/** Matrices that say which class a pair speaks of grow with the third power of the classes. */
const MOST_CLASSES = 200;

/** Votes of pairs, and what is added to them, as products with matrices that say which class a pair speaks of. */
export function voted(
  graph: GraphBuilder,
  { weights, intercepts, classes }: Extract<Scorer, { kind: 'votes' }>,
  x: string,
): string {
  if (classes > MOST_CLASSES)
    throw new NotExportable(`votes of ${classes} classes, graphs are written for up to ${MOST_CLASSES}`);
  const pairs = pairsOf(classes);
  const shares = (name: string, share: (first: number, second: number, at: number) => number): string =>
    matrixOf(graph, name, pairs.map(([first, second]) => Array.from({ length: classes }, (_, at) => share(first, second, at)))); // biome-ignore format: one line reads best
  const product = graph.add('MatMul', [x, matrixOf(graph, 'coefficients', transposed(weights))]);
  const said = graph.add('Add', [product, vector(graph, 'intercepts', intercepts)]);
  const [zero, one, three] = [0, 1, 3].map((number) => graph.constant('number', 'float64', [], [number])) as [string, string, string]; // biome-ignore format: one line reads best
  const isSecond = graph.add('Cast', [graph.add('Greater', [zero, said])], { to: { int: 11 } });
  const isFirst = graph.add('Sub', [one, isSecond]);
  const votes = graph.add('Add', [
    graph.add('MatMul', [isFirst, shares('first', (first, _, at) => Number(at === first))]),
    graph.add('MatMul', [isSecond, shares('second', (_, second, at) => Number(at === second))]),
  ]);
  const both = shares('both', (first, second, at) => Number(at === first) - Number(at === second));
  const sums = graph.add('MatMul', [said, both]);
  const above = graph.add('Mul', [three, graph.add('Add', [graph.add('Abs', [sums]), one])]);
  return graph.add('Add', [votes, graph.add('Div', [sums, above])]);
}
