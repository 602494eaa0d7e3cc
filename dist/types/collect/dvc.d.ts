import type { OpenByteSource } from '../bytes/source.js';
import type { Surroundings } from '../tree/tree.js';
/** A file or folder that DVC tracks: its content lies in a cache or on a remote, named by its MD5. */
export interface DvcOutput {
    /** Path in the tree. */
    path: string;
    md5: string;
    /** Bytes, where DVC recorded them. */
    size?: number;
    /** A folder: the MD5 is that of its listing. */
    isFolder: boolean;
    /** File of the tree that says so. */
    source: string;
}
/** What DVC says of the tree: tracked outputs, and those declared to be models. */
export interface DvcRecords {
    outputs: DvcOutput[];
    models: Set<string>;
}
/** Reads `.dvc` files, `dvc.lock` (recorded outputs) and `dvc.yaml` (artifacts that are models). */
export declare function readDvc(paths: readonly string[], open: (path: string) => Promise<OpenByteSource>): Promise<DvcRecords>;
/** A tracked file whose content is on this machine. */
export interface DvcFile {
    path: string;
    size: number;
    open(): Promise<OpenByteSource>;
}
/** The tracked file, or every file of the tracked folder, where all of them are on this machine; else null. */
export declare function findDvcFiles(output: DvcOutput, surroundings: Surroundings | undefined): Promise<DvcFile[] | null>;
