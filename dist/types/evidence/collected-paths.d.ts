import type { Collection } from '../collect/collection.js';
type Files = Pick<Collection, 'files'>;
/** Paths of the files that are here. */
export declare const pathsOf: ({ files }: Files) => ReadonlySet<string>;
/** Paths of the folders that hold them, each with its slash. */
export declare const foldersOf: ({ files }: Files) => ReadonlySet<string>;
export {};
