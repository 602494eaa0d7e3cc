import { type Repository } from './repository.js';
import type { SourceTree } from './tree.js';
/**
 * The tree that a folder of a git repository stands for: at the tag or revision that was asked for, else its files as
 * they lie, else (in a bare repository) what is checked out by default. Throws GitFailure where git does not answer.
 */
export declare function openRepositoryTree(target: string, repository: Repository, options: {
    tag?: string;
    revision?: string;
}): Promise<SourceTree>;
