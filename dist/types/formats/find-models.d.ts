import { type Limits } from '../bytes/limits.js';
import { type FileAccess } from './file-access.js';
import type { Format } from './format.js';
/** One model of a tree: its entry file, the files that belong to it, and what it was recognized as. */
export interface FoundModel {
    entry: string;
    /** Paths of the tree, sorted. */
    companions: string[];
    format: Format;
    basis: string;
}
/**
 * Every model among the given paths (sorted files of one tree): directories that are one model, then single files by
 * content. Reads the head and tail of a file at most; files whose extension names source, prose or media are not opened.
 */
export declare function findModels(paths: readonly string[], files: FileAccess, limits?: Limits): Promise<FoundModel[]>;
