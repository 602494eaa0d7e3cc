import type { Limits } from '../bytes/limits.js';
import { type Progress } from '../progress.js';
import type { BagPlan } from './bag-plan.js';
import { type OpenSink } from './file-sink.js';
import type { OpenCollected } from './read-checked.js';
import type { BagForm } from './write/form.js';
/** Forms that a bag can be written in; the first is the usual one. */
export declare const BAG_FORMS: readonly BagForm[];
export interface WriteOptions {
    form?: BagForm['id'];
    progress?: Progress;
    limits?: Limits;
    /** Replace something else that lies under the final name. */
    force?: boolean;
    /** Makes the files that are written; another one stands in for a disk that fails. */
    createFile?: OpenSink;
}
export interface WrittenBag {
    path: string;
    /** Bytes of the file; of all files together where it is a folder. */
    size: number;
    /** Of the file; where it is a folder, of its tag manifest, which vouches for every file in it. */
    sha256: string;
}
/**
 * Writes the planned bag beside `path`, verifies it by reading it back, and only then gives it its name; a failure leaves
 * nothing under either name. `open` opens the collected files. Every byte is digested while it is written: content that is
 * not what was planned is a UsageError. The same bag already there is success; another file is a UsageError without `force`.
 */
export declare function writeBag(plan: BagPlan, open: OpenCollected, path: string, options?: WriteOptions): Promise<WrittenBag>;
