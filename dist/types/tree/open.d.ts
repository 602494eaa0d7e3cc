import type { SourceTree } from './tree.js';
export interface TreeOptions {
    /** The tree at this tag is read where it names a commit; otherwise it is only a label. */
    tag?: string;
    /** The tree at this revision is read; throws UsageError where it names no commit. */
    revision?: string;
}
/**
 * Opens what a person names: a directory, a git repository (also bare, also a folder inside of one), a zip or a tar. Throws
 * UsageError where the target or the revision does not exist. The caller closes the tree.
 */
export declare function openTree(target: string, options?: TreeOptions): Promise<SourceTree>;
