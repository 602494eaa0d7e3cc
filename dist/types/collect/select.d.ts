import type { Config } from '../config.js';
import type { SourceTree, TreeEntry } from '../tree/tree.js';
import type { Omission, Refusal } from './collection.js';
import { type PatternSet } from './glob.js';
/** Paths that are looked at, and what became of the others. */
export interface Selection {
    files: TreeEntry[];
    links: TreeEntry[];
    /** Entries that came from the work tree because a pattern names them. */
    fromWorkTree: Set<string>;
    /** Patterns of `models` that are no declarations of remote ones. */
    models: PatternSet;
    scripts: PatternSet;
    omitted: Omission[];
    refused: Refusal[];
    notes: string[];
}
/** Applies patterns, ignore rules and the list of junk to the paths of a tree. Nothing is read. */
export declare function select(tree: SourceTree, config: Config): Promise<Selection>;
