import { type PickleValue } from './pickle-value.js';
/** Finds attributes that run in states. Of each part only what came since the last time is looked at, however often it is given. */
export declare class StateSearch {
    #private;
    /** The first attribute that runs and is not what honest files hold; null where there is none. */
    find(state: PickleValue | undefined, depth?: number): string | null;
}
