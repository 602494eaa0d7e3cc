import { type RObject, type RSerialization } from '../containers/r-serialization.js';
import type { Fact, Need } from './format.js';
import type { RGraph } from './r-graph.js';
/** PRONOM identifiers by magic; there are none for version 3 and for single objects. */
export declare const RDATA_PUIDS: Readonly<Record<string, string>>;
/** What the stream itself says. */
export declare function headerFacts({ header }: RSerialization): Fact[];
/** What a fitted model says about itself: class, call, formula, names of its coefficients, family. `path` is '' for the only object. */
export declare function modelFacts(value: RObject, path: string): Fact[];
/** State of the random number generator in a workspace: which generators, never which numbers. */
export declare function randomSeedFacts(workspace: RObject): Fact[];
/** Kinds that the first number of `.Random.seed` stands for. */
export declare function randomKinds(first: number): string[];
/** R itself, packages whose namespaces the file refers to, packages of S4 classes, packages that known classes come from. */
export declare function needsOf(serialization: RSerialization, graph: RGraph, objects: readonly RObject[]): Need[];
