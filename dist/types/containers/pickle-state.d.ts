import { type PickleValue } from './pickle-value.js';
/** Finds attributes that run in states. Of each dictionary only what came since the last time is looked at, however often it is given. */
export declare class StateSearch {
    #private;
    /** The first attribute that runs and is not what honest files hold; null where there is none. */
    find(target: PickleValue, state: PickleValue): string | null;
}
