import type { Assessment } from './assess/assessment.js';
import type { Collection, ModelCandidate } from './collect/collection.js';
import type { Config } from './config.js';
import { type ExportedCopy } from './export/export-collection.js';
import type { Inspection } from './formats/inspection.js';
import { type Progress } from './progress.js';
import type { SourceTree } from './tree/tree.js';
/** Everything known about a tree after judgment; what bags are planned from and reports rendered from. */
export interface Audit {
    collection: Collection;
    inspections: Inspection[];
    /** Open copies that were made because the configuration asks for them. */
    copies: ExportedCopy[];
    assessment: Assessment;
}
export interface AuditOptions {
    tag?: string;
    config: Config;
    /** Compute SHA-256 of files and tensors (check and pack do). */
    digests?: boolean;
    /** Make the open copies that the configuration asks for (pack does). */
    exports?: boolean;
    progress?: Progress;
    /** Day on which exceptions of the configuration must still hold; without it none has expired. */
    day?: Date;
}
/** The way through the house: collect, inspect, gather, assess. Reads the tree, executes nothing, writes nothing. */
export declare function audit(tree: SourceTree, options: AuditOptions): Promise<Audit>;
/** Every model of a collection, in its order. */
export declare function inspectModels(collection: Collection, models: readonly ModelCandidate[], digests: boolean, progress: Progress): Promise<Inspection[]>;
