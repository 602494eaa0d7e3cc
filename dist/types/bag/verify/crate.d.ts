import type { Limits } from '../../bytes/limits.js';
import type { BagContents } from './contents.js';
import type { Manifest } from './manifest.js';
import { type BagProblem } from './problem.js';
export interface CrateReport {
    /** Null where there is no crate. */
    valid: boolean | null;
    problems: BagProblem[];
}
/** What a crate of a bag says. */
export interface Crate {
    problems: BagProblem[];
    /** Digests of files in the bag. */
    manifests: Manifest[];
}
/** What a crate may describe. */
export interface Described {
    contents: BagContents;
    /** Payload that is to be fetched. */
    fetched: ReadonlySet<string>;
    /** What the manifests of the bag say already is not worth keeping. */
    isListed(path: string, hash: string, digest: string): boolean;
}
/**
 * Reads the crates of a bag and checks their structure: what a reader needs to find its way, and that described files are there, or
 * still to be fetched. One after the other: each may take as much memory as all manifests.
 */
export declare function readCrates(described: Described, encoding: string, limits: Limits): Promise<Crate[]>;
export declare const crateReport: (crates: readonly Crate[]) => CrateReport;
