import { type Limits } from '../bytes/limits.js';
import { type FileAccess } from './file-access.js';
import type { Format } from './format.js';
import { type InspectOptions } from './inspect.js';
import type { Inspection } from './inspection.js';
/** One model of a tree: its entry file, the files that belong to it, and what it was recognized as. */
export interface FoundModel {
    entry: string;
    /** Paths of the tree, sorted. */
    companions: string[];
    format: Format;
    basis: string;
}
/** A found model while its entry is open: until the next one is asked for. */
export interface OpenFoundModel extends FoundModel {
    /** Everything known of it, as `inspectModel` tells it within the limits that it was found in. */
    inspect(options?: Pick<InspectOptions, 'digests'>): Promise<Inspection>;
}
export interface FindOptions {
    limits?: Limits;
    /** Told of each path once it is known whether a model is there. */
    looked?: (path: string) => void;
}
/** Every model among the given paths, sorted by its entry. */
export declare function findModels(paths: readonly string[], files: FileAccess, limits?: Limits): Promise<FoundModel[]>;
/**
 * Every model among the given paths (files of one tree): directories that are one model, then single files by content.
 * Reads the head and tail of a file at most; files whose extension names source, prose or media are not opened.
 */
export declare function openModels(paths: readonly string[], files: FileAccess, { limits, looked }?: FindOptions): AsyncGenerator<OpenFoundModel>;
