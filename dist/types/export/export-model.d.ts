import type { FileAccess } from '../formats/file-access.js';
import { type Progress } from '../progress.js';
import { type ModelPlace } from '../reproduce/compare.js';
import { type Exporter, type ExportOptions, type NotPossible } from './exporter.js';
import type { LeftOut, Proof } from './proof.js';
/** `modelbag/export/1` */
export interface ExportDocument {
    schema: 'modelbag/export/1';
    model: {
        path: string;
        format: string;
        sha256: string;
    };
    exports: WrittenExport[];
    notPossible: ({
        to: string;
    } & NotPossible)[];
}
export interface WrittenExport {
    to: string;
    /** The entry, relative to the export's folder. */
    path: string;
    size: number;
    sha256: string;
    files: {
        path: string;
        size: number;
        sha256: string;
    }[];
    leftOut: LeftOut[];
    proof: Proof;
}
/** Where exports go, and how they are read back. */
export interface ExportTarget {
    /** Writes a file of the export; resolves when all of it is there. */
    write(name: string, bytes: AsyncIterable<Uint8Array>): Promise<void>;
    /** What was written, for the proof. */
    files: FileAccess;
}
/** Exports a model to each target, reads every copy back and proves it. Never executes anything. */
export declare function exportModel(model: ModelPlace, exporters: readonly Exporter[], target: ExportTarget, options?: Partial<ExportOptions> & {
    stem?: string;
    progress?: Progress;
}): Promise<ExportDocument>;
/** File name without its endings, as exports are called. */
export declare function stemOf(path: string): string;
