import type { GitPlace } from './git.js';
/** The git repository that a folder belongs to. Paths are absolute, links resolved. */
export interface Repository extends GitPlace {
    /** Differs from `gitDir` in a linked work tree: where objects, references and the LFS store lie. */
    commonDir: string;
    /** Folder inside the work tree, `/` separated, '' at its top. */
    prefix: string;
}
/**
 * Finds the repository of a folder by walking up, as git does. Git itself is not asked: its discovery reads the
 * repository's configuration before anything can be switched off, and refuses repositories of other users.
 */
export declare function findRepository(folder: string): Promise<Repository | null>;
/** True where a folder lies as git lays out a repository without work tree (gitrepository-layout). */
export declare function isGitDir(folder: string): Promise<boolean>;
/** What stands at a path, links followed, which git does here too. */
export declare function kindOf(path: string): Promise<'file' | 'folder' | 'other' | null>;
/** Nothing there, or nothing that we may see. */
export declare const isMissing: (error: unknown) => boolean;
