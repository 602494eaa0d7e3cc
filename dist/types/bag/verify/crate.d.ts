import type { Limits } from '../../bytes/limits.js';
import { type Json } from '../../containers/json-document.js';
import type { BagContents } from './contents.js';
import type { Manifest } from './manifest.js';
import { type BagProblem } from './problem.js';
export interface CrateReport {
    /** Null where there is no crate. */
    valid: boolean | null;
    problems: BagProblem[];
}
/** A crate of a bag. */
export interface Crate {
    path: string;
    /** That its identifiers are relative to. */
    folder: string;
    /** Null where it is no JSON. */
    document: Json | null;
    /** Why it is none. */
    problems: BagProblem[];
}
/** Reads the crates of a bag. */
export declare function readCrates(contents: BagContents, encoding: string, limits: Limits): Promise<Crate[]>;
/**
 * Checks the structure of the crates of a bag: what a reader needs to find its way, and that described files are there, or
 * still to be fetched.
 */
export declare function checkCrates(crates: readonly Crate[], contents: BagContents, fetched: ReadonlySet<string>): CrateReport;
/** Digests that the crates say of files in the bag, as manifests: for a crate that lies in no bag there are no others. */
export declare function crateManifests(crates: readonly Crate[], contents: BagContents): Manifest[];
