import type { BagPlan } from './bag-plan.js';
import type { WrittenBag } from './write.js';
/** One event in PREMIS terms (Library of Congress, event types of the PREMIS data dictionary 3.0). */
export interface BagEvent {
    type: 'message digest calculation' | 'format identification' | 'normalization' | 'filename change' | 'packing' | 'validation' | 'fixity check';
    date: string;
    agent: string;
    object: string;
    outcome: 'success';
    detail: string;
}
/** `modelbag/events/1`: what was done, when, by what. It lies beside the zip, since it differs from run to run. */
export interface EventsDocument {
    schema: 'modelbag/events/1';
    bag: {
        name: string;
        size: number;
        sha256: string;
    };
    events: BagEvent[];
    /** Stated, so that nobody assumes it. */
    notDone: string[];
}
export interface Happened {
    now: Date;
    agent: string;
    /** Open copies that were made for the bag, each read back and compared with its model. */
    copies: readonly {
        native: string;
        path: string;
        proof: {
            verdict: string;
        };
    }[];
}
/** The events of a bag that was just written and verified; what lies beside it was written and verified with it. */
export declare function eventsOf(plan: BagPlan, bag: WrittenBag, { now, agent, copies }: Happened): EventsDocument;
