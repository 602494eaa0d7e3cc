import type { Assessment } from './assess/assessment.js';
import type { Collection } from './collect/collection.js';
import type { Config } from './config.js';
import type { Inspection } from './formats/inspection.js';
import { type Progress } from './progress.js';
import type { SourceTree } from './tree/tree.js';
/** Everything known about a tree after judgment; what bags are planned from and reports rendered from. */
export interface Audit {
    collection: Collection;
    inspections: Inspection[];
    assessment: Assessment;
}
export interface AuditOptions {
    tag?: string;
    config: Config;
    /** Compute SHA-256 of files and tensors (check and pack do). */
    digests?: boolean;
    progress?: Progress;
}
/** The way through the house: collect, inspect, gather, assess. Reads the tree, executes nothing, writes nothing. */
export declare function audit(tree: SourceTree, options: AuditOptions): Promise<Audit>;
