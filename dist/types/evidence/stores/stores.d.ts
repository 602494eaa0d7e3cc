import type { Collection } from '../../collect/collection.js';
import type { RunStore, StoredRun } from './stored-run.js';
export declare const RUN_STORES: readonly RunStore[];
interface Stored {
    path: string;
    runs: StoredRun[];
    unread?: string;
}
/** Runs in files that trackers keep in forms of their own. Settings, links and personal details ask for them; read once. */
export declare function storedRuns(collection: Collection): Promise<Stored[]>;
export {};
