import type { Format } from '../formats/format.js';
/** A model that may be a copy of another; without format where its content cannot be read. */
export interface Candidate {
    entry: string;
    format?: Format;
}
export declare const isExportPath: (path: string) => boolean;
/** Models in an open format that by folder or name are copies of a native model. */
export declare function openCopies(models: readonly Candidate[]): Set<string>;
