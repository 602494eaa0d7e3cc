import type { Limits } from '../bytes/limits.js';
import type { FileAccess } from '../formats/file-access.js';
import { type Progress } from '../progress.js';
import type { DiffDocument, Tolerance } from './comparison.js';
/** A model and where its files are: a disk, a git tree, a bag. */
export interface ModelPlace {
    path: string;
    files: FileAccess;
}
export interface CompareOptions {
    tolerance?: Tolerance;
    limits?: Limits;
    progress?: Progress;
}
export declare const EXACT: Tolerance;
/**
 * Compares two models tensor by tensor, whatever their containers. Rejects with `Unopenable` or a system error where
 * one of them is not there; what cannot be read is told in the document and is never a pass.
 */
export declare function compareModels(a: ModelPlace, b: ModelPlace, options?: CompareOptions): Promise<DiffDocument>;
