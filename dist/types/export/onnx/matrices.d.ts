import type { GraphBuilder } from './builder.js';
/** A row of doubles, the same for each row of the input. */
export declare const vector: (graph: GraphBuilder, name: string, values: readonly number[]) => string;
export declare const matrixOf: (graph: GraphBuilder, name: string, rows: readonly (readonly number[])[]) => string;
export declare const transposed: (rows: readonly (readonly number[])[]) => number[][];
/** Columns of several matrices as one. */
export declare const besides: (graph: GraphBuilder, parts: readonly string[]) => string;
