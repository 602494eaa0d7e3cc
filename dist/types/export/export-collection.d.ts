import type { Collection } from '../collect/collection.js';
import type { Inspection } from '../formats/inspection.js';
import { type Progress } from '../progress.js';
import { type WrittenExport } from './export-model.js';
import type { Exporter, ExportOptions } from './exporter.js';
/** An open copy that was made for the archive. */
export interface ExportedCopy extends WrittenExport {
    /** Path of the model that it is a copy of. */
    native: string;
}
export interface ExportedCollection {
    /** The collection with every copy, and its proof, beside the model it was made of. */
    collection: Collection;
    copies: ExportedCopy[];
}
/**
 * Makes open copies of the models of a collection that nobody could read without their framework. A copy that is not
 * equal, and one whose name is taken, is not kept; what is not possible is a note. Copies live as long as the tree.
 */
export declare function exportCollection(collection: Collection, inspections: readonly Inspection[], exporters: readonly Exporter[], stringify: (proof: unknown) => string, { progress, ...options }?: Partial<ExportOptions> & {
    progress?: Progress;
}): Promise<ExportedCollection>;
