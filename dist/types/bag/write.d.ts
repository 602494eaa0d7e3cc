import { type Limits } from '../bytes/limits.js';
import type { OpenByteSource } from '../bytes/source.js';
import { type Progress } from '../progress.js';
import type { BagPlan } from './plan.js';
export interface WriteOptions {
    progress?: Progress;
    limits?: Limits;
    /** Replace another file that lies under the final name. */
    force?: boolean;
}
export interface WrittenBag {
    path: string;
    size: number;
    sha256: string;
}
/**
 * Writes the planned zip beside `path`, verifies it by reading it back, and only then gives it its name; a failure leaves
 * nothing under either name. `openTree` opens the collected files. Every byte is digested while it is written: content that
 * is not what was planned is a UsageError. The same bag already there is success; another file is a UsageError without `force`.
 */
export declare function writeBag(plan: BagPlan, openTree: (path: string) => Promise<OpenByteSource>, path: string, options?: WriteOptions): Promise<WrittenBag>;
