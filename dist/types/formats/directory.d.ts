import type { Limits } from '../bytes/limits.js';
/** A directory that is one model: its entry file and what else belongs to it, relative to the directory. */
export interface DirectoryModel {
    kind: string;
    /** Formats whose readers look at the companions; what else the entry is, it is a file alone. */
    formats: readonly string[];
    /** Everything below its folder belongs to it. */
    isWhole: boolean;
    entry: string;
    companions: string[];
}
/** True for a file that enters a directory model of a fixed name: the model is known by its folder. */
export declare const entersDirectory: (path: string) => boolean;
/** The model that a directory is, from the sorted paths below it; null where it is none or holds several. */
export declare function directoryModel(listed: readonly string[], limits: Limits): DirectoryModel | null;
/** Every directory model of a tree, outermost first: its folder, entry and companions as paths of the tree. */
export declare function directoryModels(paths: readonly string[], limits: Limits): (DirectoryModel & {
    folder: string;
})[];
