import type { OpenByteSource } from '../bytes/source.js';
import type { TreeEntry } from '../tree/tree.js';
import { type LfsPointer } from './lfs-pointer.js';
import { type Secret } from './secrets.js';
/** What one look at a file's content told. */
export interface Examined {
    /** Beginning of a text; absent for binary content and media. */
    head?: string;
    /** All of a small file. */
    content?: Uint8Array;
    pointer?: LfsPointer;
    secret?: Secret;
    /** The content cannot be read, and why. */
    problem?: string;
}
/** Looks at every file, some at a time; `take` gets the results one after the other, in the order of the entries. */
export declare function examineAll(entries: readonly TreeEntry[], open: (path: string) => Promise<OpenByteSource>, take: (entry: TreeEntry, examined: Examined) => Promise<void>): Promise<void>;
/** Looks at one file: is it readable, a pointer to content elsewhere, a secret? */
export declare function examine(entry: TreeEntry, open: (path: string) => Promise<OpenByteSource>): Promise<Examined>;
/** Why content cannot be read, in words for a person. A bug of ours is thrown on. */
export declare function problemOf(error: unknown): string;
