import type { GraphBuilder } from './builder.js';

/** A row of doubles, the same for each row of the input. */
export const vector = (graph: GraphBuilder, name: string, values: readonly number[]): string =>
  graph.constant(name, 'float64', [1, values.length], values);

export const matrixOf = (graph: GraphBuilder, name: string, rows: readonly (readonly number[])[]): string =>
  graph.constant(name, 'float64', [rows.length, rows[0]?.length ?? 0], rows.flat());

export const transposed = (rows: readonly (readonly number[])[]): number[][] =>
  (rows[0] ?? []).map((_, column) => rows.map((row) => row[column] as number));

/** Columns of several matrices as one. */
export const besides = (graph: GraphBuilder, parts: readonly string[]): string =>
  parts.length === 1 ? (parts[0] as string) : graph.add('Concat', [...parts], { axis: { int: 1 } });
