import type { Contents, Observation } from './format.js';
import { type MetaGraph } from './tensorflow-graph.js';
/**
 * Adds the operators that a graph runs, and an observation for each that reaches outside of the graph. Operators of the
 * checkpoint machinery are told apart: every SavedModel has them, and serving never runs them.
 */
export declare function addOperators(graphs: readonly MetaGraph[], contents: Contents): void;
/** Adds the observation of an operator that reaches outside of its graph; nothing for any other. */
export declare function addEffect(operator: string, contents: Contents): void;
/** What an operator that reaches outside of its graph is told as; null for any other. */
export declare function effectOf(operator: string): Observation | null;
