import type { Repository } from './repository.js';
import type { TreeEntry } from './tree.js';
/** What git knows of the files below a folder of its work tree. Paths are relative to that folder. */
export interface GitMarks {
    tracked: Set<string>;
    /** Commit ids of submodules. */
    submodules: Map<string, string>;
    /** Untracked and ignored; a path that ends with `/` stands for everything below it. */
    ignored: Set<string>;
}
/** Asks git which files it tracks and which it ignores: two short runs, whatever the number of files. */
export declare function readGitMarks(repository: Repository): Promise<GitMarks>;
/** Writes what git knows onto the entries of a walk; adds submodules that are not checked out. Returns remarks. */
export declare function applyGitMarks(entries: TreeEntry[], marks: GitMarks): string[];
