import { type Limits } from '../bytes/limits.js';
import { type Progress } from '../progress.js';
import { type BagContents } from './verify/contents.js';
import { type CrateReport } from './verify/crate.js';
import { type BagProblem } from './verify/problem.js';
/** A model whose inspection today differs from the evidence in the bag. */
export interface ChangedModel {
    path: string;
    expected: string;
    found: string;
}
/** One element of `modelbag/verify/1`. */
export interface VerifyReport {
    schema: 'modelbag/verify/1';
    /** As given. */
    bag: string;
    verdict: 'valid' | 'incomplete' | 'invalid';
    problems: BagProblem[];
    crate: CrateReport;
    models: {
        unchanged: number;
        changed: ChangedModel[];
    };
}
export interface VerifyOptions {
    limits?: Limits;
    progress?: Progress;
    /** Inspects the models of the bag again and compares with the evidence in it. */
    reinspect?(contents: BagContents): Promise<VerifyReport['models']>;
}
/**
 * Verifies a BagIt bag in place, ours or anybody's: a zip (with or without one top folder) or a folder. Every problem is
 * listed. Nothing is unpacked, executed or fetched. Throws UsageError where `path` cannot be read at all.
 */
export declare function verifyBag(path: string, options?: VerifyOptions): Promise<VerifyReport>;
/** Opens a bag's files by their path in the bag; null where there is no bag. For readers of what lies inside. */
export declare function openBagContents(path: string, limits?: Limits): Promise<BagContents | null>;
