import type { Progress } from '../../progress.js';
import type { BagPlan } from '../bag-plan.js';
import type { OpenSink } from '../file-sink.js';
import type { OpenCollected } from '../read-checked.js';
/** What every form of a bag is written from. */
export interface Writing {
    plan: BagPlan;
    open: OpenCollected;
    progress: Progress;
    createFile: OpenSink;
}
/** A form that a bag can have on disk. */
export interface BagForm {
    id: 'zip' | 'tar' | 'folder';
    /** Bytes that the bag will need, at most. */
    size(plan: BagPlan): number;
    /**
     * Writes everything to `path`, where nothing lies yet. Resolves when all of it is written, not yet synced: `sync` makes it
     * survive a crash and gives the handle back.
     */
    write(writing: Writing, path: string): Promise<{
        sync(): Promise<void>;
    }>;
}
