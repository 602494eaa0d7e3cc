import type { ModelSet } from './assessment.js';
/** The folder of the run that wrote a file: the one above it, or above the tracker's own. */
export declare const runFolder: (text: string) => string;
/** Folders that lie above a path, the top aside. */
export declare const isAbove: (folder: string, path: string) => boolean;
/**
 * Whether a file of settings lies in the folder of a run that made other models: above one of them, and above nothing of
 * what is told of.
 */
export declare function speaksOfAnother(sets: readonly ModelSet[]): (own: readonly string[]) => (file: string) => boolean;
