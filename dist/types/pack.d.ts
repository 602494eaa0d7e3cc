import type { PackDocument } from './bag/document.js';
import type { Config } from './config.js';
import { type Progress } from './progress.js';
import type { SourceTree } from './tree/tree.js';
export interface PackOptions {
    tag: string;
    config: Config;
    /** Folder for the bag and its side files; made where it is missing. */
    out: string;
    /** Time of everything in the bag, seconds since 1970: wins over the repository's own (SOURCE_DATE_EPOCH). */
    epoch?: number;
    /** Time to use where the repository knows none, seconds since 1970. */
    date?: number;
    /** When this happens, for the dated events beside the bag; never for anything inside of it. */
    now: Date;
    force?: boolean;
    /**
     * No written file may be longer than `limit` bytes: what does not fit lies beside the bag (see bag/split/apart.ts).
     * `urlPrefix` is what stands before its name once published; by default that of a release at the repository's origin.
     */
    split?: {
        limit: number;
        urlPrefix?: string;
        reshard?: boolean;
    };
    progress?: Progress;
}
/**
 * Audits a tree and writes its bag, read back and verified before it gets its name, and the side files.
 * Throws UsageError where another file has the bag's name, the disk is full or an input changes while it is read.
 */
export declare function pack(tree: SourceTree, options: PackOptions): Promise<PackDocument>;
