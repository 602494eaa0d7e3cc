import type { TreeEntry } from './tree.js';
/** What walking a folder found. `bytes` has the real names of paths that are not UTF-8. */
export interface Walked {
    entries: TreeEntry[];
    bytes: Map<string, Buffer>;
    /** Folders below the top that are git repositories of their own. */
    repositories: string[];
}
/**
 * Every path below a folder, unsorted. Links are not followed; what cannot be read is an entry with its reason. `.git` is
 * left out at any depth.
 */
export declare function walk(root: string): Promise<Walked>;
