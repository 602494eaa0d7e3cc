import type { TreeEntry } from './tree.js';
/** Entries sorted by the bytes of their path, each path once, with remarks on what was dropped. */
export declare function listing(entries: readonly TreeEntry[]): {
    entries: TreeEntry[];
    notes: string[];
};
/** A name as text; bytes that are not UTF-8 are shown as `\xNN`, so that no two names become one. */
export declare function nameFromBytes(bytes: Uint8Array): string;
/** True for a path that would lead out of the tree or into git's own folder: only hostile trees have one. */
export declare const isStray: (path: string) => boolean;
/** "1 name", "2 names". */
export declare const count: (number: number, noun: string) => string;
