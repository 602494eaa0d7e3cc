import type { Audit } from '../audit.js';
/** Software Heritage identifiers (SWHID 1.2, ISO/IEC 18670) of what was tagged; computed from git's objects, never from files. */
export interface Swhids {
    /** Of the release: the annotated tag, the commit, the tree; qualified by the repository's address. */
    release: string[];
    /** Of a file whose packed bytes are those of git's object, by path in the repository. */
    files: ReadonlyMap<string, string>;
}
export declare function swhidsOf({ collection }: Audit, repositoryUrl: string | undefined): Swhids;
