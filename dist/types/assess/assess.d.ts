import type { Refusal, Role } from '../collect/collection.js';
import type { Config } from '../config.js';
import type { Evidence } from '../evidence/evidence.js';
import type { Inspection } from '../formats/inspection.js';
import type { Assessment } from './assessment.js';
/** All facts of one state of a repository; nothing in here needs the repository any more. */
export interface AssessInput {
    repository: string;
    /** Commit, '' outside of git. */
    revision: string;
    tag: string;
    /** What will be packed, sorted by bytes of the path; `sha256` empty where no digests were asked for. */
    files: readonly {
        path: string;
        role: Role;
        size: number;
        sha256: string;
    }[];
    refused: readonly Refusal[];
    /** Remarks of the tree and the collection. */
    notes: readonly string[];
    inspections: readonly Inspection[];
    evidence: Evidence;
    config: Config;
    /** Files of open copies that were made for the archive, each with the path of its model. */
    made?: ReadonlyMap<string, string>;
    /** ISO day on which exceptions are looked at; without it none has expired. */
    today?: string;
}
/** The judgment: what every model file is, what forms a set, what should be done. Same input, same output. */
export declare function assess(input: AssessInput): Assessment;
