/** What a loader without its guard may do, and what to write instead. */
export interface LoadRisk {
    risk: string;
    instead: string;
}
/** Judges a load without a guard by how it is written. */
export declare const loadRisk: (call: string) => LoadRisk;
