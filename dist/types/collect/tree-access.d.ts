import type { FileAccess } from '../formats/file-access.js';
import type { SourceTree, TreeEntry } from '../tree/tree.js';
/** Files of a tree as readers of formats reach them. `open` may give other content than the tree's own (LFS, downloads). */
export declare function treeAccess(open: SourceTree['open'], entries: readonly Pick<TreeEntry, 'path' | 'kind' | 'absent'>[]): FileAccess;
