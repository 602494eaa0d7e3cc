import type { Limits } from '../../bytes/limits.js';
import type { BagContents } from './contents.js';
import { type BagProblem } from './problem.js';
export interface CrateReport {
    /** Null where there is no crate. */
    valid: boolean | null;
    problems: BagProblem[];
}
/** Checks the structure of the crates of a bag: what a reader needs to find its way, and that described files are there. */
export declare function checkCrate(contents: BagContents, encoding: string, limits: Limits): Promise<CrateReport>;
