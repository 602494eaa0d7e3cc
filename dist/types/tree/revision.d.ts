import type { ObjectReader } from './blobs.js';
import { type Repository } from './repository.js';
import type { Revision } from './tree.js';
/** A commit that a name stands for. `tree` is null where the commit does not have the repository's folder. */
export interface Named extends Omit<Revision, 'tree'> {
    tree: string | null;
    /** The reference or expression that was found. */
    name: string;
}
/** The revision that was asked for; absent where the files are to be read as they lie, with the reason in the notes. */
export interface Asked {
    revision?: Revision;
    notes: string[];
}
/** What a person asked for. Throws UsageError for a revision that names no commit, or one that contradicts the tag. */
export declare function askedRevision(target: string, repository: Repository, objects: ObjectReader, { tag, revision }: {
    tag?: string;
    revision?: string;
}): Promise<Asked>;
/**
 * References that a tag's name may mean, best first: the tag itself, then what people pass as one. Expressions of
 * revision syntax and short hashes are not among them: `2024` must not find the commit that begins like it.
 */
export declare function referencesOf(tag: string): string[];
/** The commit that the first of the names stands for; null where none does. */
export declare function resolveRevision(repository: Repository, objects: ObjectReader, names: readonly string[]): Promise<Named | null>;
