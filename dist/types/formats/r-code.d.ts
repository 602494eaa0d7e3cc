import type { RObject, RSerialization } from '../containers/r-serialization.js';
import type { Observation } from './format.js';
import type { RGraph } from './r-graph.js';
/**
 * What of a file runs or may run: unevaluated promises with calls, active bindings, functions of no package. Functions
 * of packages are told by their namespace, and by what they call only where that reaches out of R.
 */
export declare function observeCode(value: RObject, graph: RGraph, header: RSerialization['header']): Observation[];
/** True where reading the file back makes functions or loads packages. */
export declare const hasCode: (graph: RGraph) => boolean;
