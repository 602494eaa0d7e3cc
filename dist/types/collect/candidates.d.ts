import type { OpenByteSource } from '../bytes/source.js';
import type { CollectedFile, ModelCandidate, Role } from './collection.js';
import type { Decision } from './roles.js';
/** Models of a tree, and the roles of their files. */
export interface Candidates {
    models: ModelCandidate[];
    roles: Map<string, Decision>;
}
export interface CandidateInput {
    files: readonly CollectedFile[];
    /** Paths whose content cannot be had. */
    unread: ReadonlySet<string>;
    /** How the configuration says that a path is a model: `exactly` this file, or one `among` those of a pattern. */
    declared(path: string): 'exactly' | 'among' | undefined;
    /** What a file is by its name and beginning, models aside. */
    roleOf(path: string): Role;
    open(path: string): Promise<OpenByteSource>;
}
/** Finds models by content, adds what the configuration or a name says is one although it cannot be read as such. */
export declare function findCandidates(input: CandidateInput): Promise<Candidates>;
