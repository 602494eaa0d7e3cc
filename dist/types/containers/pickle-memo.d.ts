import type { PickleValue } from './pickle-value.js';
/** What a pickle keeps by number. Picklers count up from 0; hostile numbers leave gaps, and take no room. */
export declare class PickleMemo {
    #private;
    /** Numbers in use, which is the one that MEMOIZE takes. */
    get size(): number;
    get(index: number): PickleValue | undefined;
    set(index: number, value: PickleValue): void;
}
