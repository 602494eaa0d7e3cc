import { type Config } from '../config.js';
import type { SourceTree } from '../tree/tree.js';
/**
 * The configuration in a file of the disk, which messages call `name`, or the tree's own; the defaults where there is none.
 * Throws UsageError for a file that is missing, too long, not UTF-8, or not a configuration.
 */
export declare function loadConfig(tree: SourceTree, file?: string, name?: string): Promise<Config>;
/** The configuration in that file of a tree. Throws UsageError. */
export declare function loadConfigAt(tree: SourceTree, path: string): Promise<Config>;
