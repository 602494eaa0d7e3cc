import type { Limits } from '../bytes/limits.js';
import { type Progress } from '../progress.js';
import { type BagItProfile } from './profile/profile.js';
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
    /** A BagIt bag, or an RO-Crate that lies in none. */
    kind: 'bag' | 'crate';
    verdict: 'valid' | 'incomplete' | 'invalid';
    problems: BagProblem[];
    crate: CrateReport;
    models: {
        unchanged: number;
        changed: ChangedModel[];
    };
    /** BagIt profiles that the bag was held to. A bag that is not what a receiver wants may be valid all the same. */
    profiles?: ProfileReport[];
}
export interface ProfileReport {
    id: string;
    valid: boolean;
    problems: BagProblem[];
}
export interface VerifyOptions {
    limits?: Limits;
    progress?: Progress;
    /** What the bag is held to besides; our own profile counts where the bag claims it. */
    profile?: BagItProfile;
    /** Inspects the models of the bag again and compares with the evidence in it. */
    reinspect?(contents: BagContents): Promise<VerifyReport['models']>;
}
/**
 * Verifies a BagIt bag or a plain RO-Crate in place, ours or anybody's: a zip or tar (with or without one top folder), compressed
 * or not, or a folder. Every problem is listed. Nothing is unpacked, executed or fetched. Throws UsageError where `path` cannot be read at all.
 */
export declare function verifyBag(path: string, options?: VerifyOptions): Promise<VerifyReport>;
