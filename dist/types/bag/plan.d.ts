import type { Audit } from '../audit.js';
import type { Refusal } from '../collect/collection.js';
import { type PlanOptions } from './facts.js';
import type { BagMember } from './member.js';
import type { RenameReason } from './names.js';
import { type ZipLayout } from './zip/layout.js';
/** A bag as a value: everything is settled, every digest and offset known, nothing read or written. */
export interface BagPlan {
    /** `<repository>-<tag>`; the zip is called `<name>.zip`. */
    name: string;
    /** Seconds since 1970, UTC. */
    time: number;
    /** '' or `<name>/`: what stands before every path in the zip. */
    folder: string;
    /** Sorted by bytes of the path. */
    members: BagMember[];
    zip: ZipLayout;
    /** Files that are called otherwise in the bag. */
    renamed: {
        path: string;
        original: string;
        reasons: readonly RenameReason[];
    }[];
    leftOut: readonly Refusal[];
}
/** Plans the bag of an audited tree. Pure; the same audit and options give the same plan. */
export declare function planBag(audit: Audit, options: PlanOptions): BagPlan;
