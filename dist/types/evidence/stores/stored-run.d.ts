import type { ByteSource } from '../../bytes/source.js';
import type { Scalar } from '../settings/leaves.js';
/** One run of training as a tracker keeps it in a file of its own form. */
export interface StoredRun {
    /** The file and the run in it: `mlflow.db#0a1b…`. */
    place: string;
    /** The program, as the tracker saw it on its machine. */
    program?: string;
    parameters: Record<string, Scalar | Scalar[]>;
    metrics: Record<string, number>;
    hardware: {
        key: string;
        value: string;
    }[];
    seconds?: number;
    /** It ended with an error: what it wrote may lie here, but its settings and measures are of no model. */
    failed?: true;
    data: {
        type: string | undefined;
        source: string;
        digest: string | undefined;
    }[];
    /** Folders in which the run left files, as the tracker saw them on its machine. */
    folders: string[];
    /** Whom or what it names: kinds, never values. */
    personal: Set<string>;
}
/** What a file holds, and why something of it could not be read. */
export interface StoredRuns {
    runs: StoredRun[];
    unread?: string;
}
/** One form in which trackers keep runs. */
export interface RunStore {
    id: string;
    title: string;
    recognize(path: string): boolean;
    /** Undefined for a file that only has such a name. */
    read(source: ByteSource, path: string): Promise<StoredRuns | undefined>;
}
/** Sets a property also where the name is one of every object's. */
export declare const define: <T>(record: Record<string, T>, key: string, value: T) => void;
