import type { GraphBuilder } from './builder.js';
import { besides } from './matrices.js';

/**
 * Differences from centers that runtimes hold at once for a row: all of 1,000 centers of images would be megabytes a row.
 * Products of matrices would take no more room, but lose what is small beside the numbers themselves.
 */
const MOST_DIFFERENCES = 2 ** 14;

/** Squared distances of rows from centers, each square times its weight; one column a center. */
export function squaredDistances(
  graph: GraphBuilder,
  x: string,
  centers: readonly (readonly number[])[],
  weights?: readonly (readonly number[])[],
): string {
  const width = centers[0]?.length ?? 0;
  const row = graph.add('Reshape', [x, graph.constant('shape', 'int64', [3], [-1, 1, width])]);
  const axes = graph.constant('axes', 'int64', [1], [2]);
  const count = Math.max(1, Math.floor(MOST_DIFFERENCES / width));
  const parts = [];
  for (let from = 0; from < centers.length; from += count) {
    const group = (name: string, rows: readonly (readonly number[])[]): string => {
      const own = rows.slice(from, from + count);
      return graph.constant(name, 'float64', [1, own.length, width], own.flat());
    };
    const far = graph.add('Sub', [row, group('centers', centers)]);
    const squares = graph.add('Mul', [far, far]);
    const weighted = weights ? graph.add('Mul', [squares, group('weights', weights)]) : squares;
    parts.push(graph.add('ReduceSum', [weighted, axes], { keepdims: { int: 0 } }));
  }
  return besides(graph, parts);
}
