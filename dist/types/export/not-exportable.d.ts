import type { ExportPlan, NotPossible } from './exporter.js';
/** A model that a target cannot hold: an answer with its reason and what to do instead, no failure. */
export declare class NotExportable extends Error {
    readonly reason: string;
    readonly instead: string;
    readonly name = "NotExportable";
    constructor(reason: string, instead?: string);
}
/** The plan, or the answer why there is none. `instead` is what to run where the refusal itself does not say. */
export declare function planOrRefusal(plan: () => Promise<ExportPlan>, instead: string): Promise<ExportPlan | NotPossible>;
