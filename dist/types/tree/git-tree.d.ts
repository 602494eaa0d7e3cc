import { type OpenByteSource } from '../bytes/source.js';
import type { ObjectReader } from './blobs.js';
import type { Repository } from './repository.js';
import type { Scratch } from './scratch.js';
import type { TreeEntry } from './tree.js';
/** Entries of a git tree object, recursively, and how their content is opened. */
export interface GitFiles {
    entries: TreeEntry[];
    notes: string[];
    open(path: string): Promise<OpenByteSource>;
}
/** Lists the files below a git tree object. Content always comes from objects: line-ending settings do not matter. */
export declare function listGitTree(repository: Repository, tree: string, objects: ObjectReader, scratch: Scratch): Promise<GitFiles>;
