import type { Observation } from './format.js';
/** A run of bytes that a name claims. */
export interface Placed {
    name: string;
    start: number;
    end: number;
}
/**
 * What is wrong where runs must lie one after the other from `from` to `to`: overlaps, holes, bytes left over, bytes
 * that the file does not have. Runs of no bytes may share a place.
 */
export declare function checkCoverage(runs: readonly Placed[], from: number, to: number): Observation[];
/** What no run covers between `from` and `to`. */
export declare function holesOf(runs: readonly Pick<Placed, 'start' | 'end'>[], from: number, to: number): {
    start: number;
    end: number;
}[];
