import type { OpenByteSource } from '../bytes/source.js';
import type { TreeEntry } from './tree.js';
/** Files of a folder as they are. */
export interface DirectoryFiles {
    entries: TreeEntry[];
    notes: string[];
    name: string;
    open(path: string): Promise<OpenByteSource>;
}
/** Lists a folder, links not followed. `mark` may change and add entries before they are sorted. */
export declare function listDirectory(folder: string, mark?: (entries: TreeEntry[]) => void): Promise<DirectoryFiles>;
