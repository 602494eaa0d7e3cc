import type { GraphBuilder } from './builder.js';
/** Squared distances of rows from centers, each square times its weight; one column a center. */
export declare function squaredDistances(graph: GraphBuilder, x: string, centers: readonly (readonly number[])[], weights?: readonly (readonly number[])[]): string;
