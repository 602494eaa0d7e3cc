import type { Contents } from './format.js';
import { type MetaGraph } from './tensorflow-graph.js';
/** Adds the paths outside of the model that a graph names itself: those of assets are put in when it is loaded. */
export declare function addPaths(graph: MetaGraph, contents: Contents): void;
