import type { Limits } from '../../bytes/limits.js';
import type { BagContents } from './contents.js';
import type { Manifest } from './manifest.js';
import { type BagProblem } from './problem.js';
export interface CrateReport {
    /** Null where there is no crate. */
    valid: boolean | null;
    problems: BagProblem[];
}
/**
 * Checks the structure of the crates of a bag: what a reader needs to find its way, and that described files are there, or
 * still to be fetched.
 */
export declare function checkCrate(contents: BagContents, fetched: ReadonlySet<string>, encoding: string, limits: Limits): Promise<CrateReport>;
/** Digests that the crates say of files in the bag, as manifests: for a crate that lies in no bag there are no others. */
export declare function crateManifests(contents: BagContents, encoding: string, limits: Limits): Promise<Manifest[]>;
