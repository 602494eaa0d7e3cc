import type { Fact, Need } from './format.js';
/** Packages outside Python's standard library whose names a pickle imports, sorted. */
export declare function needsOf(globals: Iterable<string>, facts: readonly Fact[], evidence: string): Need[];
