import type { Limits } from '../../bytes/limits.js';
import { type BagContents, type Base } from './contents.js';
import { type BagProblem } from './problem.js';
/** A bag or crate whose files can be read, or why there is none. */
export type OpenedBag = {
    contents: BagContents;
    kind: Base['kind'];
} | {
    problems: readonly BagProblem[];
};
/** Opens a bag's files by their path in the bag; null where there is no bag. For readers of what lies inside. */
export declare function openBagContents(path: string, limits?: Limits): Promise<BagContents | null>;
/** Opens what lies at `path`. Throws UsageError where it cannot be read at all. */
export declare function openBag(path: string, limits: Limits): Promise<OpenedBag>;
